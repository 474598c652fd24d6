/** Date (FACTS 3.2): milliseconds since 1970 as a float, a fixed time zone, an unusual default for the day. */
import type { Interpreter } from '../interpreter.ts'
import { isNumeric, toText, typeInMessage } from '../language/convert.ts'
import type { NativeFunction, NativeRegistry, NativeTable } from '../natives.ts'
import { float, int, Obj, Str, str, type Value } from '../values.ts'

const DAY = 86400000
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** Dates outside of these are refused. */
const EARLIEST = -1.48317696e13
const LATEST = 3.93840543168e16

/** A point in time by the clock of a zone; `zone` is in minutes east. */
interface Clock {
  day: number
  hour: number
  min: number
  sec: number
  ms: number
  readonly zone: number
}

interface Calendar {
  year: number
  month: number
  day: number
}

function zoneOf(vm: Interpreter): number {
  return vm.toInt(vm.hidden.find('tz')?.value as Value)
}

function clockOf(time: number, zone: number): Clock {
  const local = time + zone * 60000
  let day = Math.trunc(local / DAY)
  let rest = Math.trunc(local - day * DAY)
  if (rest < 0) {
    rest += DAY
    day--
  }
  const seconds = Math.trunc(rest / 1000)
  const [hour, min, sec] = [Math.trunc(seconds / 3600), Math.trunc(seconds / 60) % 60, seconds % 60]
  return { day, hour, min, sec, ms: rest % 1000, zone }
}

function timeOf(clock: Clock): number {
  return clock.ms + (((clock.hour * 60 + clock.min - clock.zone) * 60 + clock.sec) * 1000 + clock.day * DAY)
}

/** Days since 1970; month and day may be out of range. */
function dayNumber(vm: Interpreter, { year, month, day }: Calendar): number {
  const y = year + Math.floor(month / 12)
  const m = ((month % 12) + 12) % 12
  if (y < 1500 || y >= 1250000) throw vm.error('Error', 'Date out of bounds')
  const first = new Date(0)
  first.setUTCFullYear(y, m, 1)
  return Math.round(first.getTime() / DAY) + day - 1
}

function calendarOf(day: number): Calendar & { weekday: number } {
  const date = new Date(day * DAY)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), weekday: date.getUTCDay() }
}

function millis(vm: Interpreter, self: Value): number {
  const value = self instanceof Obj ? (self.find('ms')?.value as Value) : undefined
  return value === undefined ? 0 : vm.toFloat(value)
}

function setTime(vm: Interpreter, self: Value, time: number): Value {
  if (time < EARLIEST || time >= LATEST) throw vm.error('Error', 'Date out of bounds')
  if (self instanceof Obj) self.put('ms', float(time))
  return float(time)
}

function fromFields(vm: Interpreter, args: readonly Value[]): number {
  const field = (at: number): number => vm.toInt(args[at])
  const day = dayNumber(vm, { year: field(0), month: field(1), day: field(2) })
  return timeOf({ day, hour: field(3), min: field(4), sec: field(5), ms: field(6), zone: zoneOf(vm) })
}

const construct: NativeFunction = (vm, _self, args) => {
  const made = vm.newObject('Date')
  const [first] = args
  let time: number
  if (args.length === 0) time = vm.host.wall() / 1000
  else if (args.length > 1) time = fromFields(vm, args)
  else if (isNumeric(first)) time = vm.toFloat(first)
  else if (first instanceof Str) time = parse(vm, first.text)
  else time = vm.raise('TypeError', `Variables of type ${typeInMessage(first)} are not supported in date constructor`)
  setTime(vm, made, time)
  return made
}

const ISO = /^(\d+)-(\d+)-(\d+)(?:[T ](\d+):(\d+)(?::(\d+)(?:\.(\d+))?)?)?\s*(Z|GMT|[+-]\d{1,2}:?\d{2})?/
const LONG =
  /^(?:[A-Z][a-z]{2},?\s+)?(?:(\d+)\s+([A-Z][a-z]{2})|([A-Z][a-z]{2})\s+(\d+),?)\s+(\d+)(?:\s+(\d+):(\d+):(\d+)(?:\.(\d+))?)?\s*(?:GMT)?\s*([+-]\d{4})?/

/** Milliseconds of a text; 0 when it is no date. */
function parse(vm: Interpreter, text: string): number {
  const iso = ISO.exec(text)
  if (iso !== null) {
    const [, year, month, day, hour, min, sec, fraction, zone] = iso
    const days = dayNumber(vm, { year: Number(year), month: Number(month) - 1, day: Number(day) })
    return assemble(vm, days, [hour, min, sec, fraction], zone ?? (hour === undefined ? 'Z' : undefined))
  }
  const long = LONG.exec(text)
  if (long === null) return 0
  const [, dayFirst, monthLast, monthFirst, dayLast, year, hour, min, sec, fraction, zone] = long
  const month = MONTHS.indexOf(monthLast ?? monthFirst)
  if (month < 0) return 0
  const days = dayNumber(vm, { year: Number(year), month, day: Number(dayFirst ?? dayLast) })
  return assemble(vm, days, [hour, min, sec, fraction], zone ?? 'Z')
}

function assemble(
  vm: Interpreter,
  day: number,
  parts: readonly (string | undefined)[],
  zone: string | undefined,
): number {
  const [hour, min, sec] = parts.map((part) => Number(part ?? 0))
  const ms = Math.trunc(Number(`0.${parts[3] ?? '0'}`) * 1000)
  return timeOf({ day, hour, min, sec, ms, zone: zone === undefined ? zoneOf(vm) : zoneMinutes(zone) })
}

function zoneMinutes(zone: string): number {
  const match = /^([+-])(\d{1,2}):?(\d{2})$/.exec(zone)
  if (match === null) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return match[1] === '-' ? -minutes : minutes
}

const two = (number: number): string => String(number).padStart(2, '0')
const three = (number: number): string => String(number).padStart(3, '0')

function zoneText(zone: number, colon = ''): string {
  const size = Math.abs(zone)
  return `${zone < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}${colon}${two(size % 60)}`
}

function clockText({ hour, min, sec }: Clock): string {
  return `${two(hour)}:${two(min)}:${two(sec)}`
}

function isoText(time: number, zone: number, suffix: string): string {
  const clock = clockOf(time, zone)
  const { year, month, day } = calendarOf(clock.day)
  return `${year}-${two(month + 1)}-${two(day)}T${clockText(clock)}.${three(clock.ms)}${suffix}`
}

type Get = (clock: Clock, calendar: ReturnType<typeof calendarOf>) => number

const GETTERS: Readonly<Record<string, Get>> = {
  Date: (_, calendar) => calendar.day,
  Day: (_, calendar) => calendar.weekday,
  FullYear: (_, calendar) => calendar.year,
  Hours: (clock) => clock.hour,
  Milliseconds: (clock) => clock.ms,
  Minutes: (clock) => clock.min,
  Month: (_, calendar) => calendar.month,
  Seconds: (clock) => clock.sec,
}

function getters(): NativeTable {
  const table: Record<string, NativeFunction> = {}
  for (const [name, get] of Object.entries(GETTERS)) {
    const read =
      (zone: (vm: Interpreter) => number): NativeFunction =>
      (vm, self) => {
        const clock = clockOf(millis(vm, self), zone(vm))
        return int(get(clock, calendarOf(clock.day)))
      }
    table[`get${name}`] = read(zoneOf)
    table[`getUTC${name}`] = read(() => 0)
  }
  return table
}

/** Setters of the time of day: the first field is required, the finer ones may follow. */
function setClock(fields: readonly ('hour' | 'min' | 'sec' | 'ms')[]): NativeFunction {
  return (vm, self, args) => {
    const clock = clockOf(millis(vm, self), zoneOf(vm))
    fields.forEach((field, at) => {
      if (at === 0 || isNumeric(args[at])) clock[field] = vm.toInt(args[at])
    })
    return setTime(vm, self, timeOf(clock))
  }
}

function setCalendar(fields: readonly ('year' | 'month' | 'day')[]): NativeFunction {
  return (vm, self, args) => {
    const clock = clockOf(millis(vm, self), zoneOf(vm))
    const calendar: Calendar = calendarOf(clock.day)
    fields.forEach((field, at) => {
      if (at === 0 || isNumeric(args[at])) calendar[field] = vm.toInt(args[at])
    })
    clock.day = dayNumber(vm, calendar)
    return setTime(vm, self, timeOf(clock))
  }
}

const toString: NativeFunction = (vm, self) => {
  const clock = clockOf(millis(vm, self), zoneOf(vm))
  const { year, month, day, weekday } = calendarOf(clock.day)
  return str(`${DAYS[weekday]} ${MONTHS[month]} ${day} ${year} ${clockText(clock)} GMT${zoneText(clock.zone)}`)
}

const toUtcString: NativeFunction = (vm, self) => {
  const clock = clockOf(millis(vm, self), 0)
  const { year, month, day, weekday } = calendarOf(clock.day)
  return str(`${DAYS[weekday]}, ${day} ${MONTHS[month]} ${year} ${clockText(clock)} GMT`)
}

const toIso: NativeFunction = (vm, self) => str(isoText(millis(vm, self), 0, 'Z'))
const getTime: NativeFunction = (vm, self) => float(millis(vm, self))

export function dates(natives: NativeRegistry): void {
  natives.object('Date', {
    construct,
    statics: {
      now: (vm) => float(vm.host.wall() / 1000),
      parse: (vm, _self, [text]) => float(parse(vm, toText(vm, text))),
    },
    prototype: {
      ...getters(),
      getIsDST: () => 0,
      getTime,
      valueOf: getTime,
      getTimezoneOffset: (vm) => int(-zoneOf(vm)),
      setTime: (vm, self, [time]) => setTime(vm, self, vm.toFloat(time)),
      setDate: setCalendar(['day']),
      setMonth: setCalendar(['month', 'day']),
      setFullYear: setCalendar(['year', 'month', 'day']),
      setHours: setClock(['hour', 'min', 'sec', 'ms']),
      setMinutes: setClock(['min', 'sec', 'ms']),
      setSeconds: setClock(['sec', 'ms']),
      setMilliseconds: setClock(['ms']),
      toISOString: toIso,
      toJSON: toIso,
      toLocalISOString: (vm, self) => str(isoText(millis(vm, self), zoneOf(vm), zoneText(zoneOf(vm)))),
      toString,
      toUTCString: toUtcString,
    },
  })
}
