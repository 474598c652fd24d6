/**
 * A grammar of what firmware uses: integers and floats, bits, typed arrays, arrays as queues, text, JSON, closures,
 * classes, exceptions, timers, promises, events, Storage, natives for streams. Programs end by themselves and print
 * what they compute. Most run without an error; some throw one on purpose.
 *
 * Left out since the Linux build, not the interpreter, decides: pins and buses, time and chance, recursion without end
 * (its stack has 1 MB) and lack of memory; those are told in memory tests. Also left out: holes in array literals other
 * than in the first block, because the real interpreter cannot skip them; changes of constant texts, which it allows
 * while nothing else refers to the text; heads of loops that end too early, which corrupt its memory; modules that do
 * not exist, for which Linux looks in its files; arrays that contain themselves, which it joins until memory ends; and
 * what the README tells as known deviations.
 */
import { Shapes } from './shapes.ts'
import { tree, type Tree } from './tree.ts'

export class Grammar extends Shapes {
  /** A program of its own: statements one after the other, in a function or not, a line each. */
  program(): Tree {
    this.forgetNames()
    this.timed = false
    const lines = Array.from({ length: 2 + this.below(6) }, () => this.line(this.anyStatement(0)))
    const body = tree('block', ...lines, this.printAll())
    if (this.chance(0.4)) return body
    if (this.chance(0.5)) return tree('block', tree('statement', '(function(){', body, '})();'))
    return tree('block', tree('statement', 'try{(function(){', body, '})()}catch(e){print("caught",e.toString())}'))
  }

  private line(statement: Tree): Tree {
    return this.chance(0.7) ? tree('statement', statement, '\n') : statement
  }
}
