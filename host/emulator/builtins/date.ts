/** Date (FACTS 3.2): milliseconds since 1970 as a float, a fixed time zone, an unusual default for the day. */
import type { Interpreter } from '../interpreter.ts'
import { isNumeric, toText, typeInMessage } from '../language/convert.ts'
import type { NativeFunction, NativeRegistry, NativeTable } from '../natives.ts'
import { float, int, Obj, Str, str, type Value } from '../values.ts'
import { DAYS, MONTHS, readDate } from './date-text.ts'
import { effectiveZone, setDst } from './daylight.ts'

const DAY = 86400000
/** Milliseconds outside of these are refused. */
const EARLIEST = -3.95083256832e16
const LATEST = 3.93840543168e16
/** Years from this one on, in both directions, are refused. */
const LAST_YEAR = 1250000

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

/** The zone of a time, and whether daylight saving time adds to it. */
function zoneAt(vm: Interpreter, time: number, isLocal = false): ReturnType<typeof effectiveZone> {
  return effectiveZone(vm, time, isLocal, {
    yearOf: (day) => calendarOf(day).year,
    firstOf: (year, month) => dayNumber(vm, { year, month, day: 1 }),
  })
}

/** The clocks of the zone at a time. */
function localClock(vm: Interpreter, time: number): Clock {
  return clockOf(time, zoneAt(vm, time).zone)
}

/** The time at which the clocks of the zone show this. */
function localTime(vm: Interpreter, shown: Omit<Clock, 'zone'>): number {
  return timeOf({ ...shown, zone: zoneAt(vm, timeOf({ ...shown, zone: 0 }), true).zone })
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

/** Days since 1970; month and day may be out of range. The calendar has no beginning. */
function dayNumber(vm: Interpreter, { year, month, day }: Calendar): number {
  if (year < -LAST_YEAR || year >= LAST_YEAR) throw vm.error('Error', 'Date out of bounds')
  let y = year + Math.floor(month / 12)
  let m = ((month % 12) + 12) % 12
  if (m < 2) {
    y--
    m += 12
  }
  const centuries = Math.floor(y / 100)
  const leaps = Math.floor(y / 4) - centuries + Math.floor(centuries / 4)
  return 365 * y + leaps + 30 * m + Math.trunc((3 * m + 6) / 5) + day - 719531
}

/** The inverse of `dayNumber`; a year starts with March while this computes. */
function calendarOf(day: number): Calendar & { weekday: number } {
  const shifted = day + 135081
  const centuries = Math.floor((shifted - Math.floor(shifted / 146097) + 146095) / 36524)
  const julian = day + centuries - Math.floor(centuries / 4)
  const year = Math.floor((julian * 4 + 2877911) / 1461)
  const rest = julian + 719600 - 365 * year - Math.floor(year / 4)
  const month = Math.trunc((5 * rest - 1) / 153)
  return {
    year: month > 13 ? year + 1 : year,
    month: month < 14 ? month - 2 : month - 14,
    day: rest - 30 * month - Math.trunc((3 * month) / 5),
    weekday: (((day + 4) % 7) + 7) % 7,
  }
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
  return localTime(vm, { day, hour: field(3), min: field(4), sec: field(5), ms: field(6) })
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

/** Milliseconds of a text; 0 when it is no date. Without a zone the text means the time of this one. */
function parse(vm: Interpreter, text: string): number {
  const { day, zone, ...time } = readDate(text)
  const clock = { day: day === undefined ? 0 : dayNumber(vm, day), ...time }
  return zone === undefined ? localTime(vm, clock) : timeOf({ ...clock, zone })
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
      (clockAt: (vm: Interpreter, time: number) => Clock): NativeFunction =>
      (vm, self) => {
        const clock = clockAt(vm, millis(vm, self))
        return int(get(clock, calendarOf(clock.day)))
      }
    table[`get${name}`] = read(localClock)
    table[`getUTC${name}`] = read((_, time) => clockOf(time, 0))
  }
  return table
}

/** Setters of the time of day: the first field is required, the finer ones may follow. */
function setClock(fields: readonly ('hour' | 'min' | 'sec' | 'ms')[]): NativeFunction {
  return (vm, self, args) => {
    const clock = localClock(vm, millis(vm, self))
    fields.forEach((field, at) => {
      if (at === 0 || isNumeric(args[at])) clock[field] = vm.toInt(args[at])
    })
    return setTime(vm, self, localTime(vm, clock))
  }
}

function setCalendar(fields: readonly ('year' | 'month' | 'day')[]): NativeFunction {
  return (vm, self, args) => {
    const clock = localClock(vm, millis(vm, self))
    const calendar: Calendar = calendarOf(clock.day)
    fields.forEach((field, at) => {
      if (at === 0 || isNumeric(args[at])) calendar[field] = vm.toInt(args[at])
    })
    clock.day = dayNumber(vm, calendar)
    return setTime(vm, self, localTime(vm, clock))
  }
}

const toString: NativeFunction = (vm, self) => {
  const clock = localClock(vm, millis(vm, self))
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

const setTimeZone: NativeFunction = (vm, _self, [hours]) => {
  vm.hidden.remove('dst')
  vm.hidden.put('tz', int(Math.trunc(vm.toFloat(hours) * 60)))
  return undefined
}

export function dates(natives: NativeRegistry): void {
  natives.object('E', { statics: { setDST: setDst, setTimeZone } })
  natives.object('Date', {
    construct,
    statics: {
      now: (vm) => float(vm.host.wall() / 1000),
      parse: (vm, _self, [text]) => float(parse(vm, toText(vm, text))),
    },
    prototype: {
      ...getters(),
      getIsDST: (vm, self) => (zoneAt(vm, millis(vm, self)).isDst ? 1 : 0),
      getTime,
      valueOf: getTime,
      getTimezoneOffset: (vm, self) => int(-zoneAt(vm, millis(vm, self)).zone),
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
      toLocalISOString(vm, self) {
        const time = millis(vm, self)
        const { zone } = zoneAt(vm, time)
        return str(isoText(time, zone, zoneText(zone)))
      },
      toString,
      toUTCString: toUtcString,
    },
  })
}
