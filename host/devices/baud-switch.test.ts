/** Agreement on a faster line, with an emulated board whose line has a speed: bytes at the wrong one are noise, as on a wire. */
import { describe, expect, test } from 'vitest'
import { SimulatedClock } from '../../shared/protocol/clock.ts'
import { Board } from '../emulator/board/board.ts'
import { BACK_MS, BaudSwitch, USUAL_BAUD, type SpeedLine } from './baud-switch.ts'

/** Virtual time that passes between two looks at what is due, in ms. */
const STEP_MS = 1

interface Bench {
  readonly board: Board
  readonly line: SpeedLine
  readonly speeds: number[]
  readonly agreement: BaudSwitch
  /** Runs the clock and the board until the work is done. */
  readonly during: <T>(work: Promise<T>) => Promise<T>
  /** What the console answers, at the speed that the host has now. */
  readonly evaluate: (expression: string) => Promise<string>
}

interface Faults {
  /** Speeds that this adapter does not manage: what passes at them is lost, one way or both. */
  readonly deafAt?: number
  readonly muteAt?: number
  /** Text of the host that is lost, by its number. */
  readonly loses?: (text: string, n: number) => boolean
}

function bench({ deafAt, muteAt, loses = () => false }: Faults = {}, boot = ''): Bench {
  const clock = new SimulatedClock()
  const board = new Board({ baud: USUAL_BAUD })
  const speeds: number[] = []
  let speed = USUAL_BAUD
  let said = ''
  let writes = 0
  const line: SpeedLine = {
    clock,
    write: (text) => {
      if (speed !== muteAt && !loses(text, writes++)) board.input(text)
    },
    setBaud: (baud) => {
      speeds.push((speed = baud))
      board.hostBaud = baud
      return Promise.resolve()
    },
  }
  const agreement = new BaudSwitch(line)
  board.onOutput((bytes) => {
    const text = Buffer.from(bytes).toString('latin1')
    said += text
    if (speed !== deafAt) agreement.hear(text)
  })
  board.boot()
  board.execute(boot, 'boot', 1000)
  const during: Bench['during'] = async (work) => {
    let ended = false
    void work.finally(() => (ended = true)).catch(() => undefined)
    for (let left = 20_000; !ended && left > 0; left--) {
      board.advance(STEP_MS)
      clock.advance(STEP_MS)
      await Promise.resolve().then(() => undefined)
    }
    return work
  }
  const evaluate: Bench['evaluate'] = async (expression) => {
    said = ''
    board.input(`\x03\x10print("=",${expression})\n`)
    board.advance(300)
    return /= (.*)\r/.exec(said)?.[1] ?? ''
  }
  return { board, line, speeds, agreement, during, evaluate }
}

describe('a board that agrees', () => {
  test.each([230_400, 460_800, 921_600])('%i: both ends have it, and it stays', async (baud) => {
    const { agreement, during, speeds, evaluate, board } = bench()
    expect(await during(agreement.reach(baud))).toBe(true)
    expect(speeds).toEqual([baud])
    board.advance(2 * BACK_MS)
    expect(await evaluate('6*7')).toBe('42')
    expect(await evaluate('typeof global.rvB')).toBe('undefined')
  })

  test('XON and XOFF stay on', async () => {
    const { agreement, during, evaluate } = bench()
    await during(agreement.reach(921_600))
    expect(await evaluate('Serial1._options.flow')).toBe('xon')
  })

  test('text of the board in between does not matter', async () => {
    const { agreement, during } = bench({}, 'setInterval(function(){print("#b1 3 busy")},7)')
    expect(await during(agreement.reach(460_800))).toBe(true)
  })

  test('a line begun at the console is dropped', async () => {
    const { agreement, during, board } = bench()
    board.input('var x=(')
    board.advance(50)
    expect(await during(agreement.reach(460_800))).toBe(true)
  })

  test('each question may be lost twice', async () => {
    const { agreement, during, evaluate } = bench({
      loses: (text, n) => text.includes('print') && [0, 2, 6, 8].includes(n),
    })
    expect(await during(agreement.reach(921_600))).toBe(true)
    expect(await evaluate('1+1')).toBe('2')
  })
})

describe('back at the usual speed', () => {
  test.each<[string, Faults]>([
    ['an adapter that hears nothing at the new one', { deafAt: 921_600 }],
    ['an adapter that says nothing at it', { muteAt: 921_600 }],
    ['one that does neither', { deafAt: 921_600, muteAt: 921_600 }],
    ['a request that never arrives', { loses: (text) => text.includes('setup') }],
  ])('%s', async (_, faults) => {
    const { agreement, during, speeds, evaluate, line } = bench(faults)
    expect(await during(agreement.reach(921_600))).toBe(false)
    expect(speeds).toEqual([921_600, USUAL_BAUD])
    expect(await evaluate('6*7')).toBe('42')
    expect(line.clock.now()).toBeLessThan(4000)
  })

  test('a board that says nothing is asked for a limited time, and nothing is changed', async () => {
    const { agreement, during, speeds, line } = bench({ muteAt: USUAL_BAUD })
    expect(await during(agreement.reach(921_600))).toBe(false)
    expect(speeds).toEqual([])
    expect(line.clock.now()).toBeLessThanOrEqual(1000)
  })

  test('an echo of the question is no answer', async () => {
    const clock = new SimulatedClock()
    const speeds: number[] = []
    const agreement: BaudSwitch = new BaudSwitch({
      clock,
      write: (text) => clock.after(1, () => agreement.hear(text)),
      setBaud: (baud) => Promise.resolve(void speeds.push(baud)),
    })
    const reached = agreement.reach(921_600)
    for (let i = 0; i < 5000; i++) {
      clock.advance(1)
      await Promise.resolve()
    }
    expect(await reached).toBe(false)
    expect(speeds).toEqual([])
  })

  test('a restart of the board brings it back, and the agreement can be made again', async () => {
    const { agreement, during, board, line, evaluate } = bench()
    expect(await during(agreement.reach(921_600))).toBe(true)
    board.reset()
    board.advance(300)
    expect(await evaluate('1+1')).toBe('')
    await line.setBaud(USUAL_BAUD)
    expect(await during(agreement.reach(921_600))).toBe(true)
    expect(await evaluate('1+1')).toBe('2')
  })
})
