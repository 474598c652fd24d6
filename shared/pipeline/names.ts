/**
 * Names that authors choose: fields, aggregate outputs, stage ids. They stand in expressions, in results and in
 * generated programs, so they are plain identifiers, and those that input items use themselves are taken.
 */
import { isPlainName } from './expr/parse.ts'
import type { Keys, Report } from './report.ts'

/** The keys of an input item (SEMANTICS 1.2), and what `from` calls the input. */
export const RESERVED: readonly string[] = ['t', 'ref', 'in', 'wm', 'pt', 'input']
export const MAX_NAME = 64

/** Notes what is wrong with a name, if anything. */
export function checkName(report: Report, keys: Keys, name: string, what: string): void {
  if (RESERVED.includes(name)) {
    report.add(keys, `'${name}' is reserved and cannot name ${what}`, `choose another name than ${RESERVED.join(', ')}`)
  } else if (name.length > MAX_NAME) {
    report.add(keys, `the name of ${what} has ${name.length} characters`, `choose one of at most ${MAX_NAME}`)
  } else if (!isPlainName(name)) {
    const cure = "use letters, digits and '_', beginning with a letter, and no word of JavaScript's own"
    report.add(keys, `'${name}' cannot name ${what}`, cure)
  }
}
