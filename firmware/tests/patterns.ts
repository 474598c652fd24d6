/** For tests of patterns: the notation of the reference's tests. */
export { items as itemsOf, patternOf, show, steps } from '../../shared/reference/pattern/testkit.ts'
