import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GatedSocket, PacketLengths } from './packet-gate.ts'

/** A packet of MQTT: type, length, filling. */
function packet(length: number): number[] {
  const digits: number[] = []
  for (let left = length; ;) {
    const digit = left % 128
    left = Math.floor(left / 128)
    digits.push(left > 0 ? digit | 128 : digit)
    if (left === 0) break
  }
  // Filling that would be a long packet, if it were taken for the begin of one.
  return [0x30, ...digits, ...Array.from({ length }, () => 0xff)]
}

const accepts = (most: number, bytes: number[]): boolean => new PacketLengths(most).accept(Uint8Array.from(bytes))

describe('lengths of packets', () => {
  test.each([
    ['an empty packet', [0xc0, 0], true],
    ['two', [0xc0, 0, 0xc0, 0], true],
    ['the longest', packet(100), true],
    ['one byte more', packet(101), false],
    ['a long one behind short ones', [...packet(3), ...packet(0), ...packet(101)], false],
    ['two digits', [0x30, 0x80 | 5, 1], false],
    ['the length has not come yet', [0x30], true],
    ['a length that never ends', [0x30, 0x80, 0x80, 0x80, 0x80, 0x80], false],
    ['five digits are none, even of zero', [0x30, 0x80, 0x80, 0x80, 0x80, 0], false],
  ])('%s', (_what, bytes, accepted) => {
    expect(accepts(100, bytes)).toBe(accepted)
  })

  test('four digits are read', () => {
    expect(accepts(268_435_455, [0x30, 0xff, 0xff, 0xff, 0x7f])).toBe(true)
    expect(accepts(268_435_454, [0x30, 0xff, 0xff, 0xff, 0x7f])).toBe(false)
  })

  test('cut anywhere, the same is accepted', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 })
    fc.assert(
      fc.property(lengths, fc.array(fc.nat(3000), { maxLength: 10 }), (wanted, cuts) => {
        const bytes = wanted.flatMap(packet)
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
        const gate = new PacketLengths(300)
        const accepted = places.every((from, i) => gate.accept(Uint8Array.from(bytes.slice(from, places[i + 1]))))
        expect(accepted).toBe(wanted.every((length) => length <= 300))
      }),
    )
  })
})

describe('a gated socket', () => {
  async function pair(): Promise<{ gated: GatedSocket; far: Socket; done: () => Promise<void> }> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const coming = new Promise<Socket>((resolve) => server.once('connection', resolve))
    const far = connect((server.address() as AddressInfo).port, '127.0.0.1')
    const gated = new GatedSocket(await coming, 100)
    const done = async (): Promise<void> => {
      gated.destroy()
      far.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
    return { gated, far, done }
  }

  test('carries what is short both ways, and the end', async () => {
    const { gated, far, done } = await pair()
    const heard = new Promise<Buffer>((resolve) => gated.once('data', resolve))
    far.write(Buffer.from(packet(3)))
    expect([...(await heard)]).toEqual(packet(3))
    const back = new Promise<Buffer>((resolve) => far.once('data', resolve))
    gated.write('hello')
    expect((await back).toString()).toBe('hello')
    const ended = new Promise((resolve) => gated.once('close', resolve))
    far.end()
    await ended
    await done()
  })

  test('what came before the end is read, although the socket has closed since', async () => {
    const { gated, far, done } = await pair()
    gated.pause()
    far.end(Buffer.from(packet(3)))
    await new Promise((resolve) => far.once('close', resolve))
    const got: Buffer[] = []
    const ended = new Promise((resolve) => gated.once('end', resolve))
    gated.on('data', (bytes: Buffer) => got.push(bytes)).resume()
    await ended
    expect([...Buffer.concat(got)]).toEqual(packet(3))
    await done()
  })

  test('ends with an error at a packet that is too long, of which nothing is handed on', async () => {
    const { gated, far, done } = await pair()
    const got: Buffer[] = []
    gated.on('data', (bytes: Buffer) => got.push(bytes))
    const failed = new Promise<Error>((resolve) => gated.once('error', resolve))
    const closed = new Promise((resolve) => far.once('close', resolve))
    far.on('error', () => undefined)
    far.write(Buffer.from(packet(101)))
    expect(await failed).toMatchObject({ code: 'E_PACKET', message: 'a packet of more than 100 bytes' })
    expect(got).toEqual([])
    await closed
    await done()
  })
})
