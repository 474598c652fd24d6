import { describe, expect, test } from 'vitest'
import { ConsoleLine } from './console-line.ts'
import type { History } from './history.ts'
import { indexOfLineAndColumn, lineAndColumn } from './text-position.ts'

/** A console whose lines are executed by writing them in brackets; `(` alone opens brackets. */
function setup(): { line: ConsoleLine; type: (text: string) => string; executed: string[] } {
  let screen = ''
  const executed: string[] = []
  const remembered: string[] = []
  const history: History = {
    add: (text) => void remembered.push(text),
    last: () => remembered.at(-1),
    neighbour: (text, direction) => remembered[remembered.indexOf(text) + direction],
  }
  const write = (text: string): void => void (screen += text)
  const line: ConsoleLine = new ConsoleLine(
    {
      write,
      complete: (line) => (line === 'pr' ? { hints: '', added: 'int' } : { hints: 'a\nb\n', added: '' }),
      isPassword: (text) => text === 'secret',
      openBrackets: (text) => text.split('(').length - text.split(')').length,
      execute: (text, show) => {
        executed.push(text)
        line.remember(text)
        if (show && line.echo) write(`[${text}]\r\n`)
      },
      identify: () => write('ME\r\n'),
      startPacket: () => write('PACKET'),
    },
    history,
  )
  const type = (text: string): string => {
    screen = ''
    for (const char of text) line.key(char.charCodeAt(0))
    line.putBack()
    return screen
  }
  return { line, type, executed }
}

const UP = '\x1b[A'
const DOWN = '\x1b[B'
const LEFT = '\x1b[D'
const RIGHT = '\x1b[C'

describe('what comes back for what is typed', () => {
  test.each([
    // typed                      screen
    ['1\n', '1\r\n[1]\r\n>'],
    ['1\r', '1\r\n[1]\r\n>'],
    ['1\r\n', '1\r\n[1]\r\n>'],
    ['\n', '\r\n>'],
    ['\r\n\r\n', '\r\n>'],
    ['1  \n', '1  \r\n[1]\r\n>'],
    ['\x101\n', ''],
    ['(\n', '(\r\n:'],
    ['(\n)\n', '(\r\n:)\r\n[(\n)]\r\n>'],
    ['a\x1b\nb\n', 'a\r\n:b\r\n[a\nb]\r\n>'],
    ['\x05', 'ME\r\n'],
    ['ab\x05', 'ab'],
    ['abc\x7f\x7f1', 'abc\b \b\b \b1'],
    ['\b', ''],
    ['abc\x15d', 'abcd'],
    ['a\x00b\x03c', 'abc'],
    ['\x01', ''],
    ['\x10\x01', 'PACKET'],
    ['\x1b[12dx', 'x'],
    ['ab\x1b[2H', 'ab\x1b[D\x1b[D\r\x1b[J>'],
    [`1+2${LEFT}${LEFT}9\n`, '1+2\x1b[D\x1b[D9+2 \b\b\b\b9\x1b[J\r\n:+2\x1b[D\x1b[D'],
    [`${LEFT}${RIGHT}a${RIGHT}`, 'a'],
    [`a${LEFT}${RIGHT}`, 'a\x1b[D\x1b[C'],
    [`ab${LEFT}\b`, 'ab\x1b[D\bb \b\b'],
    [`ab${LEFT}\x1b[3~`, 'ab\x1b[D \b'],
    ['ab\x1b[H', 'ab\b\b'],
    ['ab\x1b[1~\x1b[4~', 'ab\b\bab'],
    ['ab\x1bOH\x1bOF', 'ab\b\bab'],
    ['\x1bOo\x1bOj', '/*'],
    ['ab\x1b[5~\x1b[6~', 'ab\x1b[D\x1b[D\x1b[C\x1b[C'],
    ['\t', '\r\n\r\na\r\nb\r\n\r\n>'],
    ['xy\x1b[D\t', 'xy\x1b[D\x1b[C\r\n\r\na\r\nb\r\n\r\n>xy\x1b[D'],
    ['pr\t', 'print'],
    ['(\n\b', '(\r\n:\x1b[J\b \x1b[C\x1b[A'],
  ])('%j shows %j', (typed, screen) => expect(setup().type(typed)).toBe(screen))
})

describe('silent lines', () => {
  test('are executed without a trace', () => {
    const { type, executed } = setup()
    expect(type('\x10one\n\x10two\n')).toBe('')
    expect(executed).toEqual(['one', 'two'])
    expect(type('3\n')).toBe('3\r\n[3]\r\n>')
  })

  test('bring the prompt back only when they printed', () => {
    const { line, type } = setup()
    type('\x10')
    line.remove()
    expect(type('x\n')).toBe('>')
  })

  test('a tab is four spaces there', () => {
    const { type, executed } = setup()
    type('\x10\ta\n')
    expect(executed).toEqual(['    a'])
  })

  test('DLE counts at the start of a line only', () => {
    expect(setup().type('a\x10b\n')).toBe('ab\r\n[ab]\r\n>')
  })
})

describe('echo off', () => {
  test('nothing comes back', () => {
    const { line, type, executed } = setup()
    line.echoOff = true
    expect(type('1\n(\n)\n')).toBe('')
    expect(executed).toEqual(['1', '(\n)'])
    line.echoOff = false
    expect(type('2\n')).toBe('2\r\n[2]\r\n>')
  })
})

describe('output in between', () => {
  test('the typed line is taken away and put back, cursor in place', () => {
    const { line, type } = setup()
    expect(type(`ab${LEFT}`)).toBe('ab\x1b[D')
    line.remove()
    line.remove()
    expect(type('')).toBe('>ab\x1b[D')
    expect(type('x')).toBe('xb \b\b\bx')
  })

  test('clearing takes the typed line away', () => {
    const { line, type } = setup()
    type('ab')
    line.clear(true)
    expect(type('')).toBe('>')
    line.clear(true)
    expect(type('')).toBe('')
  })

  test('a restart forgets the line but not echo', () => {
    const { line, type } = setup()
    type('\x10ab')
    line.reset()
    expect(line.line).toBe('')
    expect(type('c')).toBe('c')
  })
})

describe('history', () => {
  test('up and down walk through the executed lines', () => {
    const { type } = setup()
    type('one\n')
    type('two\n')
    expect(type(UP)).toBe('\x1b[Jtwo')
    expect(type(UP)).toBe('\x1b[D\x1b[D\x1b[D\x1b[Jone')
    expect(type(UP)).toBe('')
    expect(type(DOWN)).toBe('\x1b[D\x1b[D\x1b[D\x1b[Jtwo')
    expect(type(DOWN)).toBe('\x1b[D\x1b[D\x1b[D\x1b[J')
    expect(type(DOWN)).toBe('\x1b[J')
  })

  test('an edited line is a new one', () => {
    const { type, executed } = setup()
    type('one\n')
    type(`${UP}!\n`)
    expect(executed).toEqual(['one', 'one!'])
    expect(type(`x${UP}`)).toBe('x')
  })

  test('silent and very long lines are not kept', () => {
    const { type } = setup()
    type('\x10quiet\n')
    type(`${'x'.repeat(501)}\n`)
    expect(type(UP)).toBe('')
  })

  test('in a text of several lines the arrows move between them', () => {
    const { line, type } = setup()
    type('(ab\nc')
    expect(type(UP)).toBe('\x1b[A')
    expect(line.cursor).toBe(1)
    expect(type(DOWN)).toBe('\x1b[B')
    expect(line.cursor).toBe(5)
  })
})

test.each([
  // index line column
  [0, 1, 1],
  [2, 1, 3],
  [3, 2, 1],
  [4, 3, 1],
  [6, 3, 3],
])('index %d of a text is line %d, column %d', (index, line, column) => {
  const text = 'ab\n\ncd'
  expect(lineAndColumn(text, index)).toEqual({ line, column })
  expect(indexOfLineAndColumn(text, line, column)).toBe(index)
})

test('a column beyond its line is the end of it', () => {
  expect(indexOfLineAndColumn('ab\n\ncd', 2, 9)).toBe(3)
})
