/** What is fuzzed beside the link: the journal that a crash has torn, packets of a broker, addresses. */
import { parseAddress } from '../../host/devices/address.ts'
import { encodeRecord, readJournal, type JournalContents, type JournalRecord } from '../../host/journal/records.ts'
import { PacketLengths } from '../../host/mqtt/packet-gate.ts'
import { parseBroker } from '../../host/mqtt/settings.ts'
import { crc32 } from '../../shared/protocol/line.ts'
import type { Target } from './fuzzer.ts'
import { must, refuses } from './targets-host.ts'

const RECORDS: readonly JournalRecord[] = [
  { kind: 'run', header: { version: 1, run: 7, hash: 'cafe0123', terms: 'beef', single: false } },
  { kind: 'item', item: { kind: 'event', t: 5, ref: 'a', key: 'x', values: { v: -0, s: 'é*\n' } } },
  { kind: 'item', item: { kind: 'watermark', wm: 7, side: 'left' } },
  { kind: 'item', item: { kind: 'clock', pt: 9 } },
  { kind: 'loss', item: { kind: 'clock', pt: 9 }, why: 'superseded', n: 1 },
  { kind: 'cut' },
  { kind: 'words', n: 3, words: new Float64Array([1, NaN, -0, 1e300]) },
  { kind: 'durable', f: 99 },
  { kind: 'copy', f: 99, slots: 4, bytes: new Uint8Array([1, 2, 255]) },
]

/** Bodies of records, a line each; they get their check sum but for lines with `!` in front. */
function journalOf(input: string): Buffer {
  const lines = input.split('\n').map((line) => {
    if (line.startsWith('!')) return Buffer.from(line.slice(1), 'latin1')
    const body = Buffer.from(line, 'latin1')
    return Buffer.concat([body, Buffer.from(`*${crc32(body).toString(16)}`)])
  })
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]).slice(0, -1))
}

function read(bytes: Uint8Array): JournalContents | null {
  let contents: JournalContents | null = null
  refuses(() => (contents = readJournal(bytes)))
  return contents
}

const journal: Target = {
  name: 'journal',
  covers: /host\/journal\/records\.ts|shared\/protocol\/base64\.ts/,
  seeds: [
    RECORDS.map((record) => encodeRecord(record).replace(/\*[0-9a-f]+\n$/, '\n')).join(''),
    `["cut"]\n["durable",5]\n!["cut"]*12`,
    `["cut"]\n!["cut"]*0\n["cut"]\n`,
  ],
  words: [
    ...RECORDS.map((record) => encodeRecord(record).replace(/\*[0-9a-f]+\n$/, '')),
    '\n',
    '\n!',
    '*',
    '["-0"]',
    '[[',
  ],
  run: (input) => {
    const bytes = journalOf(input)
    const whole = read(bytes)
    if (whole === null) return
    must(whole.length <= bytes.length && whole.records.length <= input.split('\n').length, 'no more is there than was')
    // Repaired, it reads the same; and so it does after a crash in the middle of what is added next.
    const good = bytes.subarray(0, whole.length)
    const again = read(good)
    must(again !== null && again.length === good.length, 'what was repaired is whole')
    must(again !== null && again.records.length === whole.records.length, 'nothing is lost by the repair')
    const torn = read(Buffer.concat([good, Buffer.from(encodeRecord(RECORDS[1]).slice(0, -1 - (input.length % 20)))]))
    must(torn?.length === good.length && torn.records.length === whole.records.length, 'a torn end is cut off')
    for (const record of whole.records.slice(0, 20))
      must(encodeRecord(record).length < 1 << 20, 'records can be written')
  },
}

const PACKETS = [
  '\x10\x0c\0\x04MQTT\x04\x02\0\x3c\0\0',
  '\x30\x05\0\x01ahi',
  '\xc0\0',
  '\x30\xff\xff\xff\x7f',
  '\x30\x80\x01',
]

/** Bytes of a connection; the first one says where they are cut. */
const packets: Target = {
  name: 'packets',
  covers: /host\/mqtt\/packet-gate\.ts/,
  seeds: [PACKETS.slice(0, 3).join(''), ...PACKETS],
  words: PACKETS,
  run: (input) => {
    const bytes = Buffer.from(input, 'latin1')
    const whole = new PacketLengths(200)
    const pieces = new PacketLengths(200)
    const size = 1 + ((bytes[0] ?? 0) % 7)
    let accepted = true
    for (let i = 0; i < bytes.length && accepted; i += size) accepted = pieces.accept(bytes.subarray(i, i + size))
    must(whole.accept(bytes) === accepted, 'where bytes are cut cannot be seen')
  },
}

const addresses: Target = {
  name: 'addresses',
  covers: /host\/(devices\/address|mqtt\/settings)\.ts/,
  seeds: [
    ...[
      'emu:?vars=3000&seed=1&baud=115200&ns=10',
      '/dev/ttyUSB0',
      'COM3',
      'tcp://[::1]:23',
      'auto',
      'mac:aa:bb:cc:dd:ee:ff',
    ],
    ...[
      'mqtt://broker:1883/lab-01',
      'mqtts://user:secret@h/lab',
      'espruino:/bin/e',
      'loc:1-2',
      'id:5',
      'rfc2217://h:1',
    ],
  ],
  words: ['emu:', '?', '&', 'tcp://', 'mqtt://', 'mqtts://', '@', ':', '/', '[', ']', '%00', 'secret'],
  most: 300,
  run: (input) => {
    for (const parse of [parseAddress, parseBroker])
      try {
        refuses(() => parse(input, {}))
      } catch (error) {
        must(!(error as Error).message.includes('\n    at '), 'messages hold no stack')
        throw error
      }
  },
}

export const edgeTargets: readonly Target[] = [journal, packets, addresses]
