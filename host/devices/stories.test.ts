/**
 * What devices do to us, told as stories on a scripted port and a simulated clock: silence at every step, resets, chatter,
 * trouble. Each wait that is in vain names itself and the last five lines received.
 */
import { describe, expect, test } from 'vitest'
import { RivuletError } from '../../shared/error.ts'
import { encodeLine } from '../../shared/protocol/line.ts'
import { Device, type DeviceOptions } from './device.ts'
import { ScriptedPort, type ScriptedOptions } from './testing.ts'
import { upload } from './uploader.ts'

const HASH = 'cafe0123'
const program = `var x=1;${'function f(){return 1}\n'.repeat(60)}`

async function opened(
  options: ScriptedOptions = {},
  more: DeviceOptions = {},
): Promise<{ port: ScriptedPort; device: Device }> {
  const port = new ScriptedPort({ hash: HASH, ...options })
  const device = new Device(port, more)
  await device.open()
  return { port, device }
}

async function failure(work: Promise<unknown>): Promise<RivuletError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  )
  if (error instanceof RivuletError) return error
  throw error
}

/** Open, upload, handshake: all that comes before the first frame. */
async function everything(options: ScriptedOptions, more: DeviceOptions = {}): Promise<void> {
  const { device } = await opened(options, more)
  await upload(device, program)
  await device.connect(HASH, 1)
}

describe('silence', () => {
  /** From the line that matches for the `nth` time on, nothing reaches the device. */
  const deafFrom = (pattern: RegExp, nth = 1): ScriptedOptions => {
    let seen = 0
    let deaf = false
    return {
      loses: (line) => {
        if (pattern.test(line) && ++seen === nth) deaf = true
        return deaf
      },
    }
  }

  test('a device that does everything gets through', async () => {
    await everything({})
  })

  test.each<[string, ScriptedOptions, string]>([
    ['at the prompt', deafFrom(/echo\(0\)/), 'awaited the prompt for 5000 ms'],
    ['at the reset', deafFrom(/;reset\(\)/), 'awaited the console after reset() for'],
    ['after the reset', deafFrom(/typeof/), 'awaited the console after reset() for'],
    ['at the first piece', deafFrom(/\.write\(/), 'awaited bytes 0 to 384 of the program to be stored for 5000 ms'],
    ['at the third piece', deafFrom(/\.write\(/, 3), 'awaited bytes 768 to 1152 of the program to be stored'],
    ['at the last piece', deafFrom(/\.write\(/, 4), 'awaited bytes 1152 to 1388 of the program to be stored'],
    ['at the question what is stored', deafFrom(/\.read\(/), 'awaited the console after reset() for'],
    ['at the check', deafFrom(/\.read\(/, 2), 'awaited length and check sum of the stored program for 5000 ms'],
    ['at the start', deafFrom(/;load\(\)/), 'awaited the console after load() for'],
    ['after the start', deafFrom(/typeof/, 2), 'awaited the console after load() for'],
    ['at the handshake', deafFrom(/rivulet\(/), 'awaited the greeting of program cafe0123 for 5000 ms'],
  ])('%s', async (_, options, awaited) => {
    const error = await failure(everything(options))
    expect(error).toMatchObject({ code: 'E_SILENT', kind: 'no-device', place: 'scripted:' })
    expect(error.message).toContain(awaited)
    expect(error.message).toMatch(/in vain; last lines received: (none|(\n {2}.*){1,5})$/)
    expect(error.cure).toContain('reset the device')
  })

  test('the message holds the last five lines, no more, oldest first', async () => {
    const { port, device } = await opened()
    for (let i = 0; i < 20; i++) port.say(`line ${i}\r\n`)
    const { message } = await failure(device.expect({ awaited: 'the end', match: () => undefined }))
    expect(message.split('\n  ').slice(1)).toEqual(['line 15', 'line 16', 'line 17', 'line 18', 'line 19'])
  })

  test('a device that only chatters is silent too, and what it says is shown', async () => {
    const options: ScriptedOptions = { answer: (code) => (code.includes('typeof') ? 'I am busy\r\n' : undefined) }
    const { message } = await failure(everything(options, { timeoutMs: 700 }))
    expect(message).toContain('I am busy')
  })

  test('the wait is as long as it is told to be', async () => {
    const { port, device } = await opened({}, { timeoutMs: 1234 })
    const began = port.clock.now()
    const { message } = await failure(device.expect({ awaited: 'nothing', match: () => undefined }))
    expect(message).toContain('for 1234 ms')
    expect(port.clock.now() - began).toBe(1234)
  })

  test('an answer at the last moment is one', async () => {
    const { port, device } = await opened({}, { timeoutMs: 100 })
    const answer = device.expect({ awaited: 'it', match: (line) => (line === 'it' ? line : undefined) })
    port.clock.after(98, () => port.say('it\n'))
    expect(await answer).toBe('it')
  })

  test('one question lost on the way is asked again', async () => {
    let lost = 0
    const { port } = await opened({ loses: (line) => line.includes('echo(0)') && lost++ === 0 })
    expect(port.consoleLines).toHaveLength(1)
  })

  test('a program that has the line is asked to give it back', async () => {
    const { port, device } = await opened()
    await device.connect(HASH, 1)
    await device.quiet()
    expect(port.model.attached).toBe(false)
    expect(port.resets).toBe(0)
  })

  test('a program that has the line and does not answer: the device is restarted', async () => {
    const port = new ScriptedPort({ hash: HASH, loses: (line) => line.startsWith('["Q"]') })
    const first = new Device(port)
    await first.open()
    await first.connect(HASH, 1)
    await new Device(port).open()
    expect(port).toMatchObject({ resets: 1, model: { attached: false } })
  })
})

describe('chatter', () => {
  test('console text between frames reaches the link as text, and the frames whole', async () => {
    const { port, device } = await opened()
    const { link } = await device.connect(HASH, 1)
    const heard: string[] = []
    link.listen(
      (line) => heard.push(line),
      () => undefined,
    )
    const frames = [encodeLine('["A",1,2,3,4]'), encodeLine('["N",1,"gap"]')]
    port.say(`free memory 812\r\n${frames[0]}\r\n>\r\n~ not a frame\n${frames[1]}\n\r\n`)
    await device.expect({ awaited: 'the last', match: (line) => (line === frames[1] ? true : undefined) })
    expect(heard).toEqual(['free memory 812', frames[0], '>', '~ not a frame', frames[1]])
  })

  test('XON and XOFF may stand anywhere, byte by byte', async () => {
    const frame = encodeLine('["A",1,2,3,4]')
    for (let at = 0; at <= frame.length; at++) {
      const { port, device } = await opened()
      const { link } = await device.connect(HASH, 1)
      const heard: string[] = []
      link.listen(
        (line) => heard.push(line),
        () => undefined,
      )
      port.say(`${frame.slice(0, at)}\x13`)
      port.say(`\x11${frame.slice(at)}\n`)
      await device.expect({ awaited: 'the frame', match: (line) => (line.startsWith('~') ? true : undefined) })
      expect(heard, `at ${at}`).toEqual([frame])
    }
  })

  test.each([
    ['a banner before the answer', (mark: string) => `\r\n ____\r\n|  __|\r\n 2v29\r\n\r\n${mark} 42\r\n`],
    ['an echo of the line', (mark: string) => `print("${mark}",6*7)\r\n${mark} 42\r\n`],
    ['a prompt that is drawn again', (mark: string) => `>\r\x1b[J${mark} 42\r\n>`],
    ['bells and flow control', (mark: string) => `\x07\x13${mark.slice(0, 1)}\x11${mark.slice(1)} 42\x07\r\n`],
    ['an answer to an older question', (mark: string) => `#0# 13\r\n${mark} 42\r\n`],
  ])('%s does not disturb an answer', async (_, said) => {
    const { device } = await opened({
      answer: (code) => (code.includes('6*7') ? said(/#\d+#/.exec(code)![0]) : undefined),
    })
    expect(await device.evaluate('6*7')).toBe('42')
  })
})

describe('trouble', () => {
  test.each([
    [
      'an exception',
      'Uncaught Error: out of luck\r\n    at f (:1:9)\r\n',
      'Uncaught Error: out of luck\n      at f (:1:9)',
    ],
    ['no memory', 'WARNING: Out of Memory!\r\n', 'Out of Memory!'],
    ['no memory, in capitals', 'ERROR: OUT OF MEMORY\r\n', 'OUT OF MEMORY'],
    ['too deep', 'ERROR: Too much recursion - the stack is about to overflow\r\n', 'Too much recursion'],
    ['interrupted', 'Execution Interrupted\r\n', 'Execution Interrupted'],
    ['an interpreter error', 'New interpreter error: LOW_MEMORY,MEMORY\r\n', 'LOW_MEMORY,MEMORY'],
  ])('%s ends a wait at once and is told as it came', async (_, said, told) => {
    const { port, device } = await opened({ answer: (code) => (code.includes('boom') ? said : undefined) })
    const began = port.clock.now()
    const error = await failure(device.evaluate('boom()', 'the value of boom()'))
    expect(error).toMatchObject({ code: 'E_DEVICE_ERROR', kind: 'device-failed' })
    expect(error.message).toContain('the device failed while the value of boom() was awaited: ')
    expect(error.message).toContain(told)
    expect(port.clock.now() - began).toBeLessThan(200)
  })

  test.each([
    [/\.write\(/, 'bytes 0 to 384 of the program'],
    [/\.read\(/, 'length and check sum'],
    [/rivulet\(/, 'the greeting of program'],
  ])('no memory at %s', async (step, awaited) => {
    const error = await failure(everything({ answer: (code) => (step.test(code) ? 'OUT OF MEMORY\r\n' : undefined) }))
    expect(error.kind).toBe('device-failed')
    expect(error.message).toContain(awaited)
    expect(error.message).toContain('OUT OF MEMORY')
  })

  test('a program that fails while it starts: the first error is told, with its stack and no more than that', async () => {
    const stack = Array.from({ length: 20 }, (_, i) => `    at f${i} (.bootcde:1:${i})\r\n`).join('')
    const error = await failure(
      everything({ answer: (code) => (code.endsWith('load()') ? `Uncaught Error: bad boot\r\n${stack}` : undefined) }),
    )
    expect(error.message).toContain('while the console after load() was awaited: Uncaught Error: bad boot')
    expect(error.message.split('\n')).toHaveLength(8)
  })

  test('text that only speaks of errors is none', async () => {
    const { port, device } = await opened()
    port.say('no error: Uncaught is only a word\r\nmemory is fine\r\n')
    expect(await device.memory()).toMatchObject({ used: 60 })
  })
})

describe('programs', () => {
  test('of another hash: refused, both hashes known, the console stays', async () => {
    const { port, device } = await opened()
    const error = await failure(device.connect('00000000', 1))
    expect(error).toMatchObject({ code: 'E_DEVICE_PROGRAM', kind: 'device-failed' })
    expect(error.message).toContain(`this device runs ${HASH}`)
    expect(error.cure).toContain('load the program again')
    expect(port.model.attached).toBe(false)
    expect(await device.memory()).toMatchObject({ total: 3000 })
  })

  test('that greets with another hash than it was called by', async () => {
    const hello = encodeLine('["H",1,"99999999",1,2048,0,0,0,null]')
    const { device } = await opened({ answer: (code) => (code.startsWith('rivulet') ? `${hello}\r\n` : undefined) })
    expect(await failure(device.connect(HASH, 1))).toMatchObject({ code: 'E_HANDSHAKE' })
  })

  test('whose greeting is spoilt on the way: a named wait, not a wrong start', async () => {
    const hello = encodeLine(`["H",1,"${HASH}",1,2048,0,0,0,null]`).replace('2048', '9048')
    const { device } = await opened({ answer: (code) => (code.startsWith('rivulet') ? `${hello}\r\n` : undefined) })
    const error = await failure(device.connect(HASH, 1))
    expect(error.message).toContain('awaited the greeting')
    expect(error.message).toContain('9048')
  })

  test('that have the line already are found there: their greeting may have been lost', async () => {
    const { port, device } = await opened()
    await device.connect(HASH, 1)
    const { hello } = await device.connect(HASH, 1)
    expect(hello).toMatchObject({ run: 1, boot: port.model.boot })
    expect(port.consoleLines.filter((line) => line.startsWith('rivulet('))).toHaveLength(1)
  })

  test('that work on another run refuse, wherever they are asked', async () => {
    const { device } = await opened()
    await device.connect(HASH, 1)
    for (const asked of [device.attach(HASH, 2, 500), device.connect(HASH, 2)])
      expect(await failure(asked)).toMatchObject({ code: 'E_DEVICE_RUN', kind: 'device-failed' })
    // A restart makes it forget the run.
    await device.reset()
    expect((await device.connect(HASH, 2)).hello).toMatchObject({ run: 2 })
  })

  test('that greet about another run than they were asked about: the line spoilt the number', async () => {
    const hello = encodeLine(`["H",2,"${HASH}",1,2048,0,0,0,null,7]`)
    const { device } = await opened({ answer: (code) => (code.startsWith('rivulet') ? `${hello}\r\n` : undefined) })
    const error = await failure(device.connect(HASH, 1))
    expect(error).toMatchObject({ code: 'E_SILENT' })
  })

  test('asked without the console: none that has the line is no failure', async () => {
    const { port, device } = await opened()
    const began = port.clock.now()
    expect(await device.attach(HASH, 1, 500)).toBeNull()
    expect(port.clock.now() - began).toBe(500)
  })
})

describe('a device that goes away', () => {
  test.each<[string, (device: Device) => Promise<unknown>]>([
    ['while a value is awaited', (device) => device.evaluate('1')],
    ['while memory is awaited', (device) => device.memory()],
    ['while it greets', (device) => device.connect(HASH, 1)],
    ['while a program is stored', (device) => upload(device, program)],
    ['while it resets', (device) => device.reset()],
  ])('%s', async (_, work) => {
    const { port, device } = await opened()
    port.clock.after(1, () => port.unplug('the cable was pulled'))
    const error = await failure(work(device))
    expect(error).toMatchObject({ code: 'E_GONE', kind: 'no-device' })
    expect(error.message).toBe('the device is gone: the cable was pulled')
  })

  test('after that nothing is sent', async () => {
    const { port, device } = await opened()
    port.unplug('it fell')
    expect(() => device.send('x')).toThrow('it fell')
    expect(() => device.console('x')).toThrow('it fell')
  })

  test('one that cannot come back stays away; one that can is spoken to as before', async () => {
    const { port, device } = await opened()
    port.unplug('it fell')
    expect(await failure(device.reopen())).toMatchObject({ code: 'E_GONE' })
    const other = await opened({ replugs: true })
    other.port.unplug('it fell')
    expect(other.device.isGone).toBe(true)
    await other.device.reopen()
    expect(other.device.isGone).toBe(false)
    expect(await other.device.memory()).toMatchObject({ used: 60 })
  })

  test('closing twice is closing', async () => {
    const { port, device } = await opened()
    await device.close()
    await device.close()
    expect(port.closed).toBe(true)
  })
})
