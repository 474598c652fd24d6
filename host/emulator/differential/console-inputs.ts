/** Random byte strings for the console: what people and tools send, spoilt, and plain noise. */

type Random = () => number

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]
const below = (random: Random, end: number): number => Math.floor(random() * end)
const byte = (random: Random): string => String.fromCharCode(below(random, 256))
const many = (random: Random, most: number, make: () => string): string =>
  Array.from({ length: below(random, most) + 1 }, make).join('')

/** A packet of FACTS 5.3 with a true or a false length. */
function packet(random: Random): string {
  const kind = pick(random, [0, 0x2000, 0x4000, 0x6000, 0x8000, 0xa000, 0xc000, 0xe000])
  const data = pick(random, [
    '1+2',
    'while(1);',
    'throw 1',
    '{"fn":"x","s":10}',
    '{"fn":"x","s":1e9}',
    '{fn:"x",s:-1}',
    '{"fn":5,"s":3}',
    '{"s":3}',
    '{"fn":"x"}',
    '{"fn":"","s":1}',
    '{a:1}',
    '[',
    '0123456789',
    'x'.repeat(below(random, 2000)),
    '',
  ])
  const length = random() < 0.7 ? data.length : below(random, 0x2000)
  return `\x10\x01${String.fromCharCode((kind | length) >> 8, length & 255)}${data}`
}

const LINES = [
  '1+1',
  'print("hello")',
  'var a=[1,2,3];a.map(x=>x*2)',
  'function f(n){return n?f(n-1)+1:0}\nf(5)',
  'f(500)',
  'if (true) {\n  print(1)\n}',
  '`a\nb`',
  '"unfinished',
  "'",
  '/* open',
  '// comment',
  '({a:{b:{c:[1,[2,[3]]]}}})',
  'throw new Error("x")',
  'nothing.at.all',
  'while(true);',
  'for(;;)print(1)',
  'var big="x".repeat(20000)',
  'var l=[];while(1)l.push(l.length)',
  'var s="";for(;;)s+="0123456789"',
  'setInterval(()=>print("t"),1)',
  'setTimeout("print(2)",5)',
  'clearInterval()',
  'process.on("uncaughtException",e=>print("caught",e))',
  'E.on("errorFlag",f=>print(f))',
  'E.on("kill",()=>print("kill"))',
  'E.on("packet",p=>print(p))',
  'echo(0)',
  'echo(1)',
  'reset()',
  'reset(true)',
  'load()',
  'load("x")',
  'save()',
  'E.setBootCode("print(1)")',
  'E.setBootCode("while(1);",true)',
  'E.setBootCode("E.setConsole(null)")',
  'E.setBootCode()',
  'require("Storage").write("x","print(3)")',
  'require("Storage").write(".boot0","x=(")',
  'require("Storage").list()',
  'require("Storage").eraseAll()',
  'E.setConsole(null)',
  'E.setConsole("LoopbackA")',
  'LoopbackA.setConsole()',
  'LoopbackB.write("1+1\\n")',
  'LoopbackB.on("data",d=>print(d))',
  'Serial1.setConsole(1)',
  'Serial1.setup(9600)',
  'Serial1.inject("1\\n")',
  'Serial1.write("\\x03\\x13\\x11")',
  'Serial1.on("data",d=>print(d))',
  'E.reboot()',
  'dump()',
  'edit(f)',
  'debugger',
  'trace()',
  'E.setFlags({pretokenise:1})',
  'E.setFlags({onErrorSave:1})',
  'E.setPassword("pw")',
  'E.lockConsole()',
  'pw',
  'Promise.reject(1)',
  'eval("1+")',
  'new Uint8Array(1e9)',
  'process.memory()',
  'E.dumpStr()',
  'global',
  'delete global.E',
  'print=1',
  'E.getErrorFlags()',
]

const KEYS = [
  '\n',
  '\r',
  '\r\n',
  '\x03',
  '\x03\x03',
  '\x00',
  '\x01',
  '\x05',
  '\x08',
  '\x7f',
  '\t',
  '\x10',
  '\x10\x10',
  '\x11',
  '\x13',
  '\x15',
  '\x17',
  '\x1b',
  '\x1b\n',
  '\x1b[A',
  '\x1b[B',
  '\x1b[C',
  '\x1b[D',
  '\x1b[H',
  '\x1b[F',
  '\x1b[1~',
  '\x1b[3~',
  '\x1b[4~',
  '\x1b[5~',
  '\x1b[6~',
  '\x1b[2H',
  '\x1b[99999999d',
  '\x1bOF',
  '\x1bOH',
  '\x1bOM',
  '\x1bOo',
  '\x1b[',
  '\x1b[9',
  '(',
  ')',
  '[',
  '}',
  '{',
  '"',
]

function line(random: Random): string {
  const text = pick(random, LINES)
  const silent = random() < 0.3 ? '\x10' : ''
  return silent + text + pick(random, ['\n', '\r', '\r\n', '', '\x1b\n', ';\n'])
}

function piece(random: Random): string {
  const kind = random()
  if (kind < 0.45) return line(random)
  if (kind < 0.75) return many(random, 8, () => pick(random, KEYS))
  if (kind < 0.88) return packet(random)
  if (kind < 0.97) return many(random, 60, () => byte(random))
  return pick(random, ['x', '(', '{a:', '"', ' ', '\n', '1+']).repeat(below(random, 3000))
}

/** Changes, drops, doubles or moves some bytes. */
function spoil(random: Random, text: string): string {
  const at = below(random, text.length + 1)
  const end = Math.min(text.length, at + below(random, 8))
  const part = text.slice(at, end)
  const kind = below(random, 5)
  if (kind === 0) return text.slice(0, at) + byte(random) + text.slice(at + 1)
  if (kind === 1) return text.slice(0, at) + text.slice(end)
  if (kind === 2) return text.slice(0, end) + part.repeat(below(random, 5)) + text.slice(end)
  if (kind === 3) return text.slice(0, at) + pick(random, KEYS) + text.slice(at)
  return text.slice(0, at)
}

/** The next string; characters from 0 to 255. Most begin with Ctrl-C, or an open bracket would swallow all that follow. */
export function consoleInput(random: Random): string {
  const begin = random() < 0.7 ? '\x03\n' : ''
  let text = begin + many(random, 4, () => piece(random))
  for (let spoilt = random() < 0.5 ? below(random, 4) : 0; spoilt > 0; spoilt--) text = spoil(random, text)
  return text
}
