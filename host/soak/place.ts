/** Which items a board is at: read off the memory of its program, by names that the source map tells. */
import { SourceMapConsumer, type RawSourceMap } from 'source-map-js'
import type { Build } from '../../firmware/toolchain/build.ts'
import type { Board } from '../emulator/board/board.ts'

/** Items before `from` are taken; those before `to` are, or are being taken. */
export interface Place {
  readonly from: number
  readonly to: number
}

/** Variables of the runtime: the number of the first item of the frame that was taken last, and how many items it has. */
const SOURCE = /runtime\/input\.ts$/
const FIRST = 'first'
const COUNT = 'n'

/** Reads the place of a board; `null` while the program does not run on it. */
export function placeReader({ code, map }: Build): (board: Board) => Place | null {
  const lines = code.split('\n')
  const names = new Map<string, string>()
  new SourceMapConsumer(JSON.parse(map) as RawSourceMap).eachMapping(({ source, name, ...at }) => {
    // Where modules use the same name the bundler numbers them.
    const plain = (name ?? '').replace(/\$\d+$/, '')
    if (plain === '' || names.has(plain) || !SOURCE.test(source ?? '')) return
    const [short] = /^[\w$]*/.exec(lines[at.generatedLine - 1].slice(at.generatedColumn))!
    names.set(plain, short)
  })
  const [first, count] = [FIRST, COUNT].map((name) => names.get(name))
  if (first === undefined || count === undefined) throw new Error('the program does not tell where it counts its items')
  return ({ vm }) => {
    const [from, items]: unknown[] = [first, count].map((name) => vm.root.find(name)?.value)
    return typeof from === 'number' && typeof items === 'number' ? { from, to: from + items } : null
  }
}
