/**
 * Rules about the input: names of fields, the key, sides.
 */
import { cureForName } from '../nearest.ts'
import { checkName } from '../names.ts'
import type { Report } from '../report.ts'
import type { InputSpec, StageSpec } from '../spec.ts'

/** More fields than any sensor has. */
const MAX_FIELDS = 64

/** Fields are named like identifiers, and the key is one of them that every event has and that compares exactly. */
export function checkInput(report: Report, input: InputSpec): void {
  const names = Object.keys(input.fields)
  for (const name of names) checkName(report, ['input', 'fields', name], name, 'a field')
  if (names.length > MAX_FIELDS) {
    report.add(
      ['input', 'fields'],
      `there are ${names.length} fields`,
      `declare at most ${MAX_FIELDS}, those that stages read`,
    )
  }
  checkPacked(report, input)
  const { key } = input
  if (key === undefined || key === null) return
  const type = Object.hasOwn(input.fields, key) ? input.fields[key] : undefined
  if (type === undefined) {
    report.add(['input', 'key'], `there is no field '${key}'`, cureForName(key, names, 'field'))
  } else if (type.endsWith('?')) {
    report.add(['input', 'key'], `the key '${key}' may be absent`, `declare it without the ?, as ${type.slice(0, -1)}`)
  } else if (type === 'double') {
    report.add(
      ['input', 'key'],
      `the key '${key}' is a double, which hardly ever repeats`,
      'partition by an int, string or bool field',
    )
  }
}

/** What is packed is a declared number; an int has no decimals to pack. */
function checkPacked(report: Report, input: InputSpec): void {
  for (const [name, packing] of Object.entries(input.packed ?? {})) {
    const path = ['input', 'packed', name]
    const type = Object.hasOwn(input.fields, name) ? input.fields[name] : undefined
    if (type === undefined) {
      report.add(path, `there is no field '${name}'`, cureForName(name, Object.keys(input.fields), 'field'))
    } else if (!/^(int|double)/.test(type)) {
      report.add(path, `'${name}' is a ${type}, which cannot be packed`, 'pack int and double fields only')
    } else if (type.startsWith('int') && !packing.endsWith('/1')) {
      report.add(
        path,
        `'${name}' is an int and has no decimals`,
        `write ${packing.split('/')[0]}/1, or declare it double`,
      )
    }
  }
}

/** Sides and joins need each other. */
export function checkSides(report: Report, input: InputSpec, stages: readonly (StageSpec | null)[]): void {
  // A join of two stages needs no sides.
  const joins = stages.flatMap((stage, index) =>
    stage !== null && 'join' in stage && !Array.isArray(stage.from) ? [index] : [],
  )
  if (input.sides === undefined) {
    for (const index of joins) {
      const cure = 'add "sides": ["left", "right"] to the input'
      report.add(['stages', index, 'join'], 'a join needs an input of two sides, or two stages in "from"', cure)
    }
  } else if (joins.length === 0 && !stages.includes(null)) {
    report.add(
      ['input', 'sides'],
      'the input has sides, but no stage joins them',
      'remove "sides", or add a join stage',
    )
  }
}
