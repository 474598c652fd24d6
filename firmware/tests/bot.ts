/** A host reduced to what tests of checkpoints and results need: one event of a field `v` a frame, and questions. */
import type { CheckpointFrame, DeviceFrame, HelloFrame } from '../../shared/protocol/frames.ts'
import { sealLine } from '../../shared/protocol/line.ts'
import { MIN } from '../../shared/stream/event.ts'
import type { Program } from './programs.ts'
import { frameOf, type Start } from './run.ts'
import type { TestDevice } from './vm-device.ts'

export type { Start }

/** A device with a program, spoken to frame by frame. */
export class Bot {
  device: TestDevice
  /** Events of this run so far: one a frame. */
  sent = 0
  /** Result words, as they came. */
  readonly words: number[] = []

  constructor(
    readonly start: Start,
    public program: Program,
  ) {
    this.device = start(program.code)
  }

  get first(): number {
    return parseInt(this.program.hash.slice(0, 6), 16)
  }

  say(...body: readonly unknown[]): DeviceFrame[] {
    this.device.receive(sealLine(JSON.stringify(body)) + '\n')
    const frames = this.device.takeLines().map(frameOf)
    for (const each of frames) if (each.type === 'R') this.words.push(...each.words)
    return frames
  }

  hello(run = 1): HelloFrame {
    this.device.handshake(this.program.hash, run)
    const answer = frameOf(this.device.takeLines()[0])
    if (answer.type !== 'H') throw new Error(JSON.stringify(answer))
    this.sent = answer.f - this.first
    return answer
  }

  /** Takes so many more events. */
  events(count: number): void {
    for (let i = 0; i < count; i++) {
      const q = this.sent++
      this.say('e', this.first + q, q, 0, MIN, 1 + q, 1, q / 4)
    }
  }

  checkpoint(n?: number): CheckpointFrame {
    const [acknowledged] = this.say('P')
    const sent = acknowledged.type === 'A' ? acknowledged.n : NaN
    const answer = this.say('K', n ?? sent).find(({ type }) => type === 'C')
    if (answer?.type !== 'C') throw new Error('no checkpoint')
    return answer
  }

  /** Switched off and on again, perhaps with another program. */
  restart(program = this.program): void {
    this.program = program
    this.device = this.start(program.code, this.device)
  }
}
