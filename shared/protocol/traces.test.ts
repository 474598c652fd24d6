/**
 * The traces of the README, section 10: each is told anew here, by the model and by a program of the toolchain, and has to be
 * what stands there, line by line. `RIVULET_TRACES=write` writes them into the page.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundled, type Program } from '../../firmware/tests/programs.ts'
import { loadPipeline } from '../pipeline/resolve.ts'
import type { NumberedFrame } from './frames.ts'
import { modelBoard, PIPELINE, programBoard, said } from './testing/boards.ts'
import { Story } from './testing/story.ts'

const PAGE = path.resolve(import.meta.dirname, 'README.md')
const RUN = 7

/** Measurement `q`: 10 times its number. */
const event = (q: number): NumberedFrame => ({
  ...{ type: 'e', q, key: 0, w: null, t: 1000 * q, values: [[1, 10 * q]] },
})
const events = (from: number, to: number): NumberedFrame[] =>
  Array.from({ length: to - from }, (_, i) => event(from + i))

/** Measurements `q` and the one after it, in a frame that goes on from the pair before. */
const pair = (q: number): NumberedFrame => ({
  ...{ type: 'E', q, key: 0, w: 0, t0: 1000 * q, dt: 1000, n: 2, scales: [1] },
  bytes: new Uint8Array(Int16Array.of(10 * q, 10 * q + 10).buffer),
})

const stories: Record<string, (story: Story) => void> = {
  'lost-frame': (story) => {
    story.connect(RUN)
    story.begin().fault('e', 'lost').send(event(0)).send(event(1)).rest()
  },
  'lost-last-frame': (story) => {
    story.connect(RUN)
    story.begin().send(event(0)).fault('e', 'lost').send(event(1)).rest()
  },
  'corrupt-frame': (story) => {
    story.connect(RUN)
    story.begin().fault('e', 'spoilt').send(event(0)).rest()
  },
  'lost-result': (story) => {
    story.connect(RUN)
    story
      .begin()
      .fault('R', 'lost')
      .send(...events(0, 2))
      .rest()
  },
  'lost-acknowledgement': (story) => {
    story.connect(RUN)
    story.begin().fault('A', 'lost').send(event(0)).rest()
  },
  restart: (story) => {
    story.connect(RUN)
    story.send(...events(0, 3)).rest()
    story.begin().checkpoint().send(event(3)).rest().restart()
    story.connect(RUN)
    story.send(event(4)).rest()
  },
  'restart-brief': (story) => {
    story.connect(RUN)
    story.send(pair(0), pair(2)).rest()
    story.begin().checkpoint().send(pair(4)).rest().restart()
    story.connect(RUN)
    story.rest()
  },
  'power-cut': (story) => {
    story.connect(RUN)
    story.send(...events(0, 2)).rest()
    story
      .begin()
      .checkpoint()
      .send(...events(2, 4))
      .rest()
      .tear()
    story.connect(RUN)
    story.rest().checkpoint()
  },
  'host-crash': (story) => {
    story.connect(RUN)
    story
      .begin()
      .fault('R', 'lost')
      .send(...events(0, 2))
    story.note('the host dies; another one has its journal: items 0 and 1, no result words').host()
    for (const frame of events(0, 3)) story.sender.send(frame)
    story.connect(RUN, { by: 'frame' })
    story.rest()
  },
  'another-program': (story) => {
    story.begin().connect(RUN, { hash: 'ffffffff' })
  },
  'another-run': (story) => {
    story.connect(RUN)
    story
      .send(...events(0, 2))
      .rest()
      .checkpoint()
    story.begin().host()
    story.connect(8)
    story.restart()
    story.connect(8)
  },
}

const page = (): string => readFileSync(PAGE, 'utf8')
const block = (name: string): RegExp => new RegExp(`(\`\`\`trace ${name}\n)([^\`]*)(\n\`\`\`)`)

describe('the traces of the page', () => {
  let program: Program

  beforeAll(async () => {
    program = await bundled(loadPipeline(PIPELINE))
  })

  test.each(Object.keys(stories))('%s: is what the model says', (name) => {
    const story = new Story(modelBoard())
    stories[name](story)
    if (process.env.RIVULET_TRACES === 'write')
      writeFileSync(
        PAGE,
        page().replace(block(name), (_, begin, __, end) => begin + story.text + end),
      )
    expect(block(name).exec(page())?.[2]).toBe(story.text)
  })

  test.each(Object.keys(stories))('%s: is what a program of the toolchain says', (name) => {
    const [model, real] = [new Story(modelBoard()), new Story(programBoard(program))]
    for (const story of [model, real]) stories[name](story)
    expect(real.text.split('\n').map(said)).toEqual(model.text.split('\n').map(said))
    expect(real.words).toEqual(model.words)
  })

  test('there are no others', () => {
    const names = [...page().matchAll(/```trace (.*)/g)].map(([, name]) => name)
    expect(names).toEqual(Object.keys(stories))
  })
})
