/**
 * Daylight saving time (`E.setDST`): twelve numbers, kept among the hidden variables as 16-bit integers: minutes that it
 * adds, minutes east without it, and for begin and end the week of the month (0 to 3, 4 is the last), the weekday from
 * Sunday, the month from 0, days to add and the minute of the day.
 */
import type { Interpreter } from '../interpreter.ts'
import type { NativeFunction } from '../natives.ts'
import { setElement } from '../language/members.ts'
import { type Value, View } from '../values.ts'
import { newTyped } from './typed.ts'

const FIELDS = 12
const LAST_WEEK = 4
const DAY_MINUTES = 1440

export const setDst: NativeFunction = (vm, _self, args) => {
  if (args.length !== FIELDS) throw vm.error('Error', 'Unexpected arguments')
  vm.hidden.remove('tz')
  const kept = newTyped(vm, 'Int16Array', FIELDS)
  args.forEach((value, at) => setElement(vm, kept, at, value))
  vm.hidden.put('dst', kept)
  return undefined
}

/** What the calendar needs from the date module. */
export interface Calendars {
  yearOf(day: number): number
  /** Days since 1970 of the first of a month. */
  firstOf(year: number, month: number): number
}

/** The zone that holds at a time, in minutes east; `isLocal` tells that the time is one of that zone's clocks. */
export function effectiveZone(
  vm: Interpreter,
  time: number,
  isLocal: boolean,
  calendars: Calendars,
): { readonly zone: number; readonly isDst: boolean } {
  const kept = vm.hidden.find('dst')?.value
  const fixed = { zone: vm.toInt(vm.hidden.find('tz')?.value as Value), isDst: false }
  if (!(kept instanceof View) || kept.type !== 'Int16Array' || kept.length !== FIELDS) return fixed
  const setting = Array.from({ length: FIELDS }, (_, at) => kept.cells.get(at))
  const [added, zone] = setting
  if (added === 0) return fixed
  const seconds = time / 1000
  const year = calendars.yearOf(Math.trunc(seconds / 86400))
  const begin = changeAt(calendars, year, setting.slice(2, 7), isLocal ? 0 : zone)
  const end = changeAt(calendars, year, setting.slice(7), isLocal ? 0 : zone + added)
  const isDst = begin < end ? seconds >= begin && seconds < end : seconds < end || seconds >= begin
  return { zone: isDst ? added + zone : zone, isDst }
}

/** Seconds since 1970 of a change; `offset` is that of the clocks before it. */
function changeAt(calendars: Calendars, year: number, rule: readonly number[], offset: number): number {
  const [week, weekday, month, addDays, minute] = rule
  const isLast = week === LAST_WEEK
  const next = isLast ? month + 1 : month
  const first = next > 11 && isLast ? calendars.firstOf(year + 1, next - 12) : calendars.firstOf(year, next)
  const toWeekday = (14 - ((first + 4) % 7) + weekday) % 7
  const day = first + toWeekday + 7 * (isLast ? -1 : week) + addDays
  return (day * DAY_MINUTES + minute - offset) * 60
}
