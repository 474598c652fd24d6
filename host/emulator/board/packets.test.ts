import { describe, expect, test } from 'vitest'
import { Obj, str, type Value } from '../values.ts'
import { Packets, type FileRequest } from './packets.ts'

interface Fixture {
  readonly packets: Packets
  /** Sends a packet and yields the answer. */
  readonly send: (kind: number, data: string) => string
  readonly files: Map<string, string>
  readonly events: string[]
  time: number
  listening: boolean
}

/** A board that knows the file `old`, fails to evaluate `bad`, and reads requests as `name size`. */
function setup(): Fixture {
  let answer = ''
  const files = new Map([['old', 'x'.repeat(1030)]])
  const events: string[] = []
  const fixture: Fixture = {
    packets: new Packets({
      now: () => fixture.time,
      send: (text) => void (answer += text),
      evaluate: (text) => (text === 'bad' ? undefined : `<${text}>`),
      reportErrors: () => void (answer += 'Uncaught'),
      parse: (text): Value => {
        if (text === 'rubbish') return undefined
        const object = new Obj()
        object.put('text', str(text))
        return object
      },
      request: (object) => requestOf(object),
      emit: (event) => {
        events.push(event)
        return fixture.listening
      },
      progress: (_request, length, offset) => void events.push(`${length} ${offset}`),
      readFile: (name) => files.get(name),
      writeFile: (request, data, offset) => {
        files.set(request.name, (files.get(request.name) ?? '').slice(0, offset) + data)
        return true
      },
    }),
    send: (kind, data) => {
      answer = ''
      fixture.packets.start()
      for (const byte of [(kind >> 8) | (data.length >> 8), data.length & 255]) fixture.packets.byte(byte)
      for (const char of data) fixture.packets.byte(char.charCodeAt(0))
      return answer
    },
    files,
    events,
    time: 0,
    listening: true,
  }
  return fixture
}

function requestOf(object: Value): FileRequest | undefined {
  const text = object instanceof Obj ? object.find('text')?.value : undefined
  const [name, size, place] = String((text as { text?: string } | undefined)?.text ?? '').split(' ')
  return name === '' ? undefined : { name, size: Number(size), compressed: false, onCard: place === 'card' }
}

describe('one packet', () => {
  test.each([
    // kind     data       answer
    ['evaluate', 0x2000, '1+2', '\x06\x10\x01\x00\x05<1+2>'],
    ['evaluate and fail', 0x2000, 'bad', '\x15Uncaught'],
    ['event', 0x4000, 'x', '\x06'],
    ['event with rubbish', 0x4000, 'rubbish', '\x15'],
    ['upload', 0x6000, 'f 5', '\x06'],
    ['upload of nothing', 0x6000, 'f 0', '\x15'],
    ['upload to a card', 0x6000, 'f 5 card', '\x15'],
    ['data without upload', 0x8000, 'hello', '\x15'],
    ['download of what is not there', 0xa000, 'none', '\x15'],
    ['a response', 0x0000, 'x', '\x15'],
    ['an unknown kind', 0xe000, 'x', '\x15'],
    ['no data', 0x4000, '', '\x06'],
  ])('%s', (_what, kind, data, answer) => {
    const { packets, send } = setup()
    expect(send(kind, data)).toBe(answer)
    expect(packets.active).toBe(false)
  })

  test('an event nobody listens to is refused', () => {
    const fixture = setup()
    fixture.listening = false
    expect(fixture.send(0x4000, 'x')).toBe('\x15')
  })
})

describe('files', () => {
  test('come in pieces', () => {
    const { send, files, events } = setup()
    send(0x6000, 'new 7')
    expect(send(0x8000, 'hell')).toBe('\x06')
    expect(send(0x8000, 'o!!')).toBe('\x06')
    expect(files.get('new')).toBe('hello!!')
    expect(events).toEqual(['4 4', '3 7'])
    expect(send(0x8000, 'more')).toBe('\x15')
  })

  test('go out in pieces of 1,024 bytes with an empty one at the end', () => {
    const { send } = setup()
    const answer = send(0xa000, 'old 0')
    expect(answer).toBe(`\x06\x10\x01\x84\x00${'x'.repeat(1024)}\x10\x01\x80\x06${'x'.repeat(6)}\x10\x01\x80\x00`)
  })
})

describe('time limits', () => {
  test('an unfinished packet is given up after 5 s', () => {
    const fixture = setup()
    fixture.packets.start()
    fixture.packets.byte(0x20)
    expect(fixture.packets.nextDeadline()).toBe(5_000_000)
    fixture.time = 4_999_999
    fixture.packets.expire()
    expect(fixture.packets.active).toBe(true)
    fixture.time = 5_000_000
    fixture.packets.expire()
    expect(fixture.packets.active).toBe(false)
    expect(fixture.packets.nextDeadline()).toBe(Infinity)
  })

  test('an unfinished upload is closed after 10 s', () => {
    const fixture = setup()
    fixture.send(0x6000, 'new 9')
    fixture.time = 9_000_000
    fixture.packets.expire()
    fixture.send(0x8000, 'a')
    fixture.time = 18_999_999
    fixture.packets.expire()
    expect(fixture.send(0x8000, 'b')).toBe('\x06')
    fixture.time = 29_000_000
    fixture.packets.expire()
    expect(fixture.send(0x8000, 'c')).toBe('\x15')
  })

  test('a restart forgets both', () => {
    const fixture = setup()
    fixture.send(0x6000, 'new 9')
    fixture.packets.start()
    fixture.packets.reset()
    expect(fixture.packets.active).toBe(false)
    expect(fixture.send(0x8000, 'a')).toBe('\x15')
  })
})
