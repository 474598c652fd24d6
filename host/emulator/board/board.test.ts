/** Stories of a board: what a host sends, what time passes, what comes back. */
import { describe, expect, test } from 'vitest'
import { Board, Stalled, type BoardOptions } from './board.ts'
import { blankFlash, PowerCut, STORAGE_START } from './flash.ts'

interface Bench {
  readonly board: Board
  /** Sends text, lets `ms` pass, and yields what came back. */
  readonly say: (text: string, ms?: number) => string
  /** What came back since the last call. */
  readonly heard: () => string
}

function bench(options: BoardOptions = {}, boot = true): Bench {
  const board = new Board(options)
  let answer = ''
  board.onOutput((bytes) => (answer += String.fromCharCode(...bytes)))
  const heard = (): string => {
    const all = answer
    answer = ''
    return all
  }
  if (boot) {
    board.boot()
    heard()
  }
  const say = (text: string, ms = 50): string => {
    board.input(text)
    board.advance(ms)
    return heard()
  }
  return { board, say, heard }
}

/** A board without echo, as after a tool has connected. */
function quiet(options: BoardOptions = {}): Bench {
  const made = bench(options)
  made.say('\x10echo(0)\n')
  return made
}

describe('power-on', () => {
  test('a chip shows the banner and a prompt', () => {
    const { board, heard } = bench({}, false)
    board.boot()
    const text = heard()
    expect(text).toMatch(/^\x1b\[\?7l\r\n ____ {17}_ \r\n/)
    expect(text).toContain(' 2v29 (c) 2026 G.Williams\r\n')
    expect(text).toMatch(/espruino\.com\/Donate\r\n\r\n>$/)
  })

  test('the boot files run in their order', () => {
    const { board, heard } = bench({}, false)
    for (const name of ['.bootcde', '.boot1', '.boot0', '.bootPowerOn'])
      board.storage.write(
        name,
        Uint8Array.from(`print("${name}")`, (char) => char.charCodeAt(0)),
      )
    board.boot()
    expect(heard().split('\r\n').slice(0, 4)).toEqual(['\r\x1b[J.bootPowerOn', '.boot0', '.boot1', '.bootcde'])
  })

  test('.bootrst takes the place of .bootcde, and runs after reset() as well', () => {
    const { board, say, heard } = quiet()
    say('E.setBootCode("print(1)")\nE.setBootCode("print(2)",true)\n')
    board.reset()
    expect(heard()).toMatch(/^\r\x1b\[J2\r\n/)
    expect(say('\x10reset()\n')).toMatch(/^\r\x1b\[J2\r\n/)
  })

  test('onInit and E.on("init") run at the end', () => {
    const { board, say, heard } = quiet()
    say('E.setBootCode("E.on(\\"init\\",()=>print(1));function onInit(){print(2)}echo(0)")\n')
    board.reset()
    expect(heard()).toBe('1\r\n2\r\n')
  })

  test('a program in flash runs from flash: its functions cost next to nothing', () => {
    const body = 'var s=0;for(var i=0;i<n;i++)s+=Math.sqrt(i)*3;return s+"a long text that costs room";'
    const inFlash = quiet()
    inFlash.say(`E.setBootCode(${JSON.stringify(`function f(n){${body}}`)})\n`)
    inFlash.board.reset()
    const inRam = quiet()
    inRam.say(`\x10function f(n){${body}}\n`)
    expect(inRam.board.vars().used - inFlash.board.vars().used).toBeGreaterThan(5)
    expect(inFlash.say('\x10print(f(2))\n')).toContain('3a long text that costs room')
  })

  test('a corrupt storage is erased and told', () => {
    const flash = blankFlash()
    flash.set([1, 2, 3], STORAGE_START - 0x310000 + 9000)
    const { board, heard } = bench({ flash }, false)
    board.boot()
    expect(heard()).toMatch(/^Storage is corrupt\.\r\n/)
    expect(board.storage.stats().fileCount).toBe(0)
  })
})

describe('what tools do', () => {
  test('an empty line answers with a prompt', () => {
    expect(bench().say('\n')).toBe('\r\n>')
  })

  test('the board describes itself between marks', () => {
    const { say } = bench()
    const answer = say('\x10print("<","<<",JSON.stringify(process.env),">>",">")\n')
    const [, json] = /^< << (.*) >> >\r\n>$/s.exec(answer) ?? []
    expect(JSON.parse(json)).toMatchObject({ VERSION: '2v29', BOARD: 'ESP32', CONSOLE: 'Serial1' })
  })

  test('reset and upload line by line, silently', () => {
    const { say } = bench()
    expect(say('\x10reset();\n')).toContain('espruino.com/Donate\r\n\r\n>')
    expect(say('\x10var a=1;\n\x10function f(){\x1b\nreturn a+1\x1b\n}\n')).toBe('')
    expect(say('\x10print(f())\n')).toBe('2\r\n>')
  })

  test('saving to flash and load', () => {
    const { say } = bench()
    say('\x10require("Storage").write(".bootcde","print(\\"he",0,12);\n')
    say('\x10require("Storage").write(".bootcde","y\\")",9);\n')
    expect(say('\x10load()\n')).toContain('hey\r\n')
  })

  test('load of a file', () => {
    const { say } = bench()
    say('\x10require("Storage").write("app","print(__FILE__)");\n')
    expect(say('\x10load("app")\n')).toContain('app\r\n')
  })

  test('4 kB at 115,200 baud take a third of a second', () => {
    const { board, say } = quiet({ baud: 115_200 })
    const before = board.ms
    board.input(`print(${JSON.stringify('x'.repeat(4000))}.length)\n`)
    expect(say('', 300)).toBe('')
    expect(say('', 100)).toBe('4000\r\n')
    expect(board.ms - before).toBeCloseTo(400, 0)
    expect(board.lost).toBe(0)
  })
})

describe('Ctrl-C', () => {
  test('drops the typed line', () => {
    const { say } = bench()
    say('abc')
    expect(say('\x03')).toBe('\x1b[D\x1b[D\x1b[D\r\x1b[J>')
    expect(say('1\n')).toBe('1\r\n=1\r\n>')
  })

  test('ends a program that never comes back', () => {
    const { board, say } = quiet({ baud: 115_200 })
    board.input('while(true);\n')
    // Bytes that the chip takes together come before the program runs.
    board.input(' '.repeat(300) + '\x03')
    expect(say('')).toBe('Execution Interrupted\r\n')
    expect(say('print("alive")\n')).toBe('alive\r\n')
  })

  test('without it, waiting for such a program is given up', () => {
    const { board } = quiet({ patienceMs: 100 })
    board.input('while(true);\n')
    expect(() => board.advance(10)).toThrow(Stalled)
    board.reset()
    board.advance(1)
  })

  test('removes the interval that it interrupts', () => {
    const { board, say } = quiet({ baud: 115_200, patienceMs: 1000 })
    say('setInterval(()=>{while(true);},100)\n', 90)
    board.input(' '.repeat(300))
    board.input('\x03')
    const text = say('', 60)
    expect(text).toContain('ERROR: Ctrl-C while processing interval - removing it.\r\n')
    expect(text).toContain('Execution Interrupted during event processing.\r\n')
    expect(text).toContain('New interpreter error: CALLBACK\r\n')
    expect(say('print("alive")\n', 500)).toBe('alive\r\n')
  })
})

describe('taking over the serial line', () => {
  const TAKE = 'Serial1.on("data",d=>Serial1.write("["+d+"]"));E.setConsole(null)\n'

  test('data events of at most 64 bytes, and a way back', () => {
    const { say } = quiet()
    say(TAKE)
    expect(say('hello')).toBe('[hello]')
    expect(say('x'.repeat(100))).toBe(`[${'x'.repeat(64)}][${'x'.repeat(36)}]`)
  })

  test('with echo on both sides are told, as far as somebody listens', () => {
    const { say } = bench()
    expect(say('E.setConsole(null)\n')).toBe('E.setConsole(null)\r\n-> null\r\n')
    expect(say('1\n')).toBe('')
  })

  test('Ctrl-C is a byte like others then', () => {
    const { say } = quiet()
    say(TAKE)
    expect(say('\x03')).toBe('[\x03]')
  })

  test('print goes nowhere without a console; Serial1.setConsole brings it back', () => {
    const { say } = quiet()
    say('Serial1.on("data",d=>{print("lost");if(d=="!")Serial1.setConsole();});E.setConsole(null)\n')
    expect(say('a')).toBe('')
    expect(say('!')).toBe('')
    expect(say('print("back",E.getConsole())\n')).toBe('back Serial1\r\n')
  })

  test('a handler that is interrupted is removed, one that throws stays', () => {
    const { board, say } = quiet({ baud: 115_200 })
    say(
      'Serial1.on("data",d=>{if(d[0]=="t")throw "bad";while(d[0]=="w"&&getTime()<1e9);Serial1.write(d)});E.setConsole(null)\n',
    )
    say('t')
    expect(say('ok')).toBe('ok')
    board.input('w')
    expect(() => board.advance(30_000)).toThrow(Stalled)
  })

  test('after a reset the console is back', () => {
    const { board, say, heard } = quiet()
    say(TAKE)
    board.reset()
    expect(heard()).toContain('Donate')
    expect(say('1\n')).toBe('1\r\n=1\r\n>')
  })

  test('flow control bytes come by themselves, unless setup takes them away', () => {
    const { say } = quiet()
    const busy = 'var t=getTime();while(getTime()-t<0.5);'
    expect(say(`${busy}\n${'\n'.repeat(3500)}`, 2000)).toContain('\x13')
    say('Serial1.setup(115200)\n')
    expect(say(`${busy}\n${'\n'.repeat(3500)}`, 2000)).toBe('')
  })
})

describe('errors', () => {
  test('uncaughtException takes exceptions over', () => {
    const { say } = quiet()
    expect(say('process.on("uncaughtException",e=>print("mine",e))\nsetTimeout(()=>{throw "x"},1)\n')).toBe(
      'mine x\r\n',
    )
  })

  test('an exception in its handler is shown', () => {
    const { say } = quiet()
    expect(say('process.on("uncaughtException",e=>{throw "worse"})\nthrow "x"\n')).toBe('Uncaught worse\r\n')
  })

  test('lack of memory is an interrupt with an error flag, and the rest goes on', () => {
    const { say } = quiet({ vars: 600 })
    say('E.on("errorFlag",f=>print("flags",f.join()))\nsetInterval(()=>print("tick"),100)\n')
    const text = say('var a=[];while(true)a.push(1.5)\n', 50)
    expect(text).toContain('OUT OF MEMORY    at REPL')
    expect(text).toContain('Execution Interrupted\r\n')
    expect(text).toContain('flags LOW_MEMORY,MEMORY\r\nNew interpreter error: LOW_MEMORY,MEMORY\r\n')
    expect(say('', 100)).toBe('tick\r\n')
  })
})

describe('flash', () => {
  test('outlives a reset', () => {
    const { board, say } = quiet()
    say('require("Storage").write("f","kept");var f=require("Flash");f.write([1,2],0x310000)\n')
    board.reset()
    say('\x10echo(0)\n')
    expect(say('print(require("Storage").read("f"),require("Flash").read(2,0x310000))\n')).toBe(
      'kept new Uint8Array([1, 2])\r\n',
    )
  })

  test('a power cut inside a write stops the board; the next start finds what was written', () => {
    const { board, say } = quiet()
    board.supply = ({ length }) => length >> 1
    board.input('require("Flash").write([0,0,0,0],0x310000)\n')
    expect(() => board.advance(10)).toThrow(PowerCut)
    board.supply = ({ length }) => length
    board.reset()
    say('\x10echo(0)\n')
    expect(say('print(require("Flash").read(4,0x310000))\n')).toBe('new Uint8Array([0, 0, 255, 255])\r\n')
  })
})

test('the same calls give the same bytes', () => {
  const story = (): string => {
    const { board, say } = bench({ seed: 3, startMs: 1_700_000_000_000, baud: 115_200 })
    const text = say('setInterval(()=>print(Math.random(),Date.now()),7)\n', 100)
    return `${text} ${board.ms} ${board.instructions}`
  }
  expect(story()).toBe(story())
})
