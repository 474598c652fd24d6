/**
 * The lines typed at the console, oldest first (FACTS 5.1). They live in the interpreter's memory as an array of the
 * hidden root, so that they count as variables, and are given up one by one when memory runs out (FACTS 2.5).
 */
import { Arr, HOLE, Str, str, type Obj } from '../values.ts'

const NAME = 'history'

export interface History {
  /** Makes `line` the newest; an equal older one goes. */
  add(line: string): void
  last(): string | undefined
  /** The line before (-1) or after (1) `line`. */
  neighbour(line: string, direction: -1 | 1): string | undefined
}

export class HeapHistory implements History {
  /** `hidden` yields the hidden root of the present interpreter. */
  constructor(private readonly hidden: () => Obj) {}

  add(line: string): void {
    const list = this.list()
    for (const at of list.indices()) if (textAt(list, at) === line) list.drop(at)
    list.push(str(line))
  }

  last(): string | undefined {
    return this.lines().at(-1)
  }

  neighbour(line: string, direction: -1 | 1): string | undefined {
    const lines = this.lines()
    const at = lines.indexOf(line)
    return at < 0 ? undefined : lines[at + direction]
  }

  private lines(): string[] {
    const list = this.list()
    return list.indices().map((at) => textAt(list, at))
  }

  private list(): Arr {
    const hidden = this.hidden()
    const known = hidden.find(NAME)?.value
    if (known instanceof Arr) return known
    const made = new Arr()
    hidden.put(NAME, made)
    return made
  }
}

function textAt(list: Arr, at: number): string {
  const item = list.at(at)
  return item !== HOLE && item instanceof Str ? item.text : ''
}
