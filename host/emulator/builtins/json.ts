/** JSON (FACTS 3.2): the parser is Espruino's lexer, so it takes more than JSON and stops at the end of the value. */
import type { Interpreter } from '../interpreter.ts'
import { Activation } from '../language/activation.ts'
import { toText } from '../language/convert.ts'
import { describe, isReserved, Lexer } from '../language/lexer.ts'
import { textKey } from '../language/members.ts'
import { operate } from '../language/operators.ts'
import { JSON_STYLE, show, type Style } from '../language/show.ts'
import { Source } from '../language/source.ts'
import { isNumeric } from '../language/convert.ts'
import type { NativeFunction, NativeRegistry } from '../natives.ts'
import { Arr, bool, float, int, isNullish, Null, Obj, str, type Value } from '../values.ts'

/** Arrays and objects nest at most so deep, as the device's stack allows. */
const MAX_NESTING = 100

class JsonParser {
  private readonly lexer: Lexer
  private nesting = 0

  constructor(
    private readonly vm: Interpreter,
    text: string,
    private readonly frame: Activation,
    private readonly unquoted: boolean,
  ) {
    this.lexer = new Lexer(text)
  }

  /** Errors in JSON say where in its text they are. */
  private fail(message: string, pos: number): never {
    this.frame.pos = pos
    const { vm } = this
    const outer = vm.current
    vm.current = this.frame
    const error = vm.error('SyntaxError', message)
    vm.current = outer
    throw error
  }

  private expect(type: string): void {
    const { lexer } = this
    if (lexer.type !== type) this.fail(`Got ${lexer.describe()} expected ${describe(type)}`, lexer.start)
    lexer.next()
  }

  private isNumber(): boolean {
    return this.lexer.type === 'INT' || this.lexer.type === 'FLOAT'
  }

  value(): Value {
    const { lexer } = this
    switch (lexer.type) {
      case 'true':
      case 'false': {
        const value = lexer.type === 'true'
        lexer.next()
        return bool(value)
      }
      case 'null':
        lexer.next()
        return new Null()
      case '-':
        lexer.next()
        if (!this.isNumber()) return undefined
        return operate(this.vm, '-', 0, this.value())
      case 'INT':
      case 'FLOAT': {
        const { value, isInt } = lexer.number()
        lexer.next()
        return isInt ? int(value) : float(value)
      }
      case 'STRING': {
        const text = lexer.value
        lexer.next()
        return str(text)
      }
      case '[':
      case '{':
        return this.nested()
      default:
        return this.fail(`Expecting valid value, got ${describe(lexer.type)}`, lexer.lastStart)
    }
  }

  private nested(): Value {
    if (this.nesting >= MAX_NESTING) this.fail('Too much recursion - the stack is about to overflow', this.lexer.start)
    this.nesting++
    const value = this.lexer.type === '[' ? this.array() : this.object()
    this.nesting--
    return value
  }

  private array(): Value {
    const { lexer } = this
    const made = new Arr()
    lexer.next()
    while (lexer.type !== ']') {
      const value = this.value()
      if (value === undefined) return undefined
      if (lexer.type !== ']') this.expect(',')
      made.push(value)
    }
    this.expect(']')
    return made
  }

  private object(): Value {
    const { lexer } = this
    const made = new Obj()
    lexer.next()
    for (;;) {
      const isName = lexer.type === 'ID' || isReserved(lexer.type) || lexer.type === 'INT'
      if (!isName && lexer.type !== 'STRING') break
      if (isName && !this.unquoted) this.expect('STRING')
      const key = textKey(lexer.value)
      lexer.next()
      this.expect(':')
      const value = this.value()
      if (value === undefined) return undefined
      if (lexer.type !== '}') this.expect(',')
      made.add(key, value)
    }
    this.expect('}')
    return made
  }
}

/** Parses a value at the start of a text; names of members need no quotes when `unquoted`. */
export function parseJson(vm: Interpreter, text: string, unquoted = false): Value {
  const { current } = vm
  const frame = new Activation(new Source(text), undefined, null, null, vm.root, undefined, current?.stack ?? 0)
  return new JsonParser(vm, text, frame, unquoted).value()
}

const stringify: NativeFunction = (vm, _self, [value, _replacer, space]) => {
  let style: Style = JSON_STYLE
  const indent = isNullish(space) ? '' : indentation(vm, space)
  if (indent !== '') style = { ...style, allLines: indent, pretty: true }
  return str(show(vm, value, style))
}

function indentation(vm: Interpreter, space: Value): string {
  if (isNumeric(space)) return ' '.repeat(Math.min(Math.max(vm.toInt(space), 0), 10))
  return toText(vm, space).slice(0, 10)
}

export function json(natives: NativeRegistry): void {
  natives.object('JSON', {
    statics: { parse: (vm, _self, [text]) => parseJson(vm, toText(vm, text)), stringify },
  })
}
