/** The text of HTTP, read and written: rows. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Interpreter } from '../../interpreter.ts'
import { Obj, str, wide, type Value } from '../../values.ts'
import { applyHead, chunk, headerOf, parseHead, requestHead, responseHead } from './http-text.ts'

const vm = new Interpreter({
  print: () => undefined,
  now: () => 0,
  wall: () => 0,
  setWall: () => undefined,
  random: () => 0,
  enqueue: () => undefined,
})

function object(members: Readonly<Record<string, string | number | Obj>>): Obj {
  const made = new Obj()
  for (const [name, value] of Object.entries(members))
    made.put(name, typeof value === 'string' ? str(value) : typeof value === 'number' ? wide(value) : value)
  return made
}

describe('reading', () => {
  test.each([
    // text                                           first line                 headers               rest
    ['GET / HTTP/1.1\r\n\r\n', ['GET', '/', 'HTTP/1.1'], [], ''],
    ['GET /a b HTTP/1.1\r\nA: 1\r\n\r\nbody', ['GET', '/a', 'b HTTP/1.1'], [['A', '1']], 'body'],
    [
      'HTTP/1.1 404 Not Found\r\nA:1\r\nB:   2 3\r\n\r\n',
      ['HTTP/1.1', '404', 'Not Found'],
      [
        ['A', '1'],
        ['B', '2 3'],
      ],
      '',
    ],
    // a line with too few parts takes them from behind its end
    ['HTTP/1.1 200\r\n\r\n', ['HTTP/1.1', '200', '\n\r\n'], [], ''],
    ['GET\r\n\r\nbody', ['GET', '\n', '\nbody'], [], 'body'],
    ['GET\r\nA: b\r\n\r\n', ['GET', '\nA:', 'b\r\n\r\n'], [['A', 'b']], ''],
    ['A  B\r\n\r\n', ['A', '', 'B'], [], ''],
    ['GET / x\r\nno colon\r\nEmpty:\r\n: nameless\r\nA: b:c\r\n\r\n', ['GET', '/', 'x'], [['A', 'b:c']], ''],
    ['GET / x\r\n\r\n\r\n\r\n', ['GET', '/', 'x'], [], '\r\n\r\n'],
  ])('%j', (text, first, headers, rest) => {
    expect(parseHead(text)).toEqual({ first, headers, rest })
  })

  test.each(['', 'GET / HTTP/1.1', 'GET / HTTP/1.1\r\n', 'GET / HTTP/1.1\r\nA: b\r\n', 'GET / HTTP/1.1\n\n'])(
    '%j is not complete',
    (text) => {
      expect(parseHead(text)).toBeUndefined()
    },
  )

  test('headers are found whatever their case', () => {
    expect([headerOf([['a-B', '1']], 'A-b'), headerOf([], 'a')]).toEqual(['1', undefined])
  })

  test.each([
    // head                                                        missing, chunked
    ['HTTP/1.1 200 OK\r\nContent-Length: 12', '12', undefined],
    ['HTTP/1.1 200 OK\r\nContent-Length: x', '0', undefined],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: CHUNKED', '1', 'true'],
    ['HTTP/1.1 200 OK', '0', undefined],
  ])('%j: how much is to come', (text, missing, chunked) => {
    const response = new Obj()
    applyHead(response, parseHead(`${text}\r\n\r\n`)!, false)
    const shown = (name: string): string | undefined => {
      const slot = response.find(name)
      return slot && vm.toText(slot.value as Value)
    }
    expect([
      shown('cRcv'),
      shown('chunked'),
      shown('httpVersion'),
      shown('statusCode'),
      shown('statusMessage'),
    ]).toEqual([missing, chunked, '1.1', '200', 'OK'])
  })

  test('a request has a method and an address', () => {
    const request = new Obj()
    applyHead(request, parseHead('PUT /x?y HTTP/1.1\r\nA: 1\r\n\r\n')!, true)
    expect(vm.show(request)).toMatch(/"A": "1"[^]*"method": "PUT"[^]*"url": "\/x\?y"/)
  })
})

describe('whatever a head says', () => {
  const WORD = fc.stringMatching(/^[!-9;-~]{1,12}$/)
  const VALUE = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/)
  const HEADERS = fc.array(fc.tuple(WORD, VALUE), { maxLength: 6 })
  const textOf = (first: string, headers: readonly (readonly string[])[]): string =>
    `${first}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`

  test('it is not complete before its last byte, and what follows is left alone', () => {
    fc.assert(
      fc.property(WORD, WORD, HEADERS, fc.string(), fc.nat(), (method, path, headers, body, cut) => {
        const text = textOf(`${method} ${path} HTTP/1.1`, headers)
        expect(parseHead(text.slice(0, cut % text.length))).toBeUndefined()
        expect(parseHead(text + body)).toEqual({ first: [method, path, 'HTTP/1.1'], headers, rest: body })
      }),
      { seed: 6 },
    )
  })

  test('what a client writes a server reads', () => {
    fc.assert(
      fc.property(WORD, WORD, WORD, fc.integer({ min: 81, max: 65_535 }), HEADERS, (method, path, host, port, own) => {
        const headers = new Obj()
        for (const [name, value] of own) headers.put(name, str(value))
        const { text } = requestHead(vm, object({ method, path, host, port, headers }))
        const head = parseHead(text)!
        expect([head.first, head.rest]).toEqual([[method, path, 'HTTP/1.1'], ''])
        const expected = headers.slots.map(({ key, value }) => [String(key), vm.toText(value as Value)])
        expect(head.headers.slice(2, 2 + expected.length)).toEqual(expected)
        expect(headerOf(head.headers, 'hOST')).toBe(headerOf(own.slice().reverse(), 'host') ?? `${host}:${port}`)
      }),
      { seed: 7 },
    )
  })

  test('the first of equal names is found, whatever follows', () => {
    fc.assert(
      fc.property(fc.array(VALUE, { minLength: 1, maxLength: 5 }), (values) => {
        const request = new Obj()
        applyHead(
          request,
          parseHead(
            textOf(
              'GET / x',
              values.map((value) => ['A', value]),
            ),
          )!,
          true,
        )
        const headers = request.find('headers')!.value as Obj
        expect(headers.slots).toHaveLength(values.length)
        expect(vm.toText(headers.find('A')!.value as Value)).toBe(values[0])
      }),
      { seed: 8 },
    )
  })
})

describe('writing', () => {
  const START = 'GET /p HTTP/1.1\r\nUser-Agent: Espruino 2v29\r\nConnection: close\r\n'

  test.each([
    [{ host: 'h' }, 'Host: h\r\n', false],
    [{ host: 'h', port: 80 }, 'Host: h\r\n', false],
    [{ host: 'h', port: 8080 }, 'Host: h:8080\r\n', false],
    [{ host: 'h', headers: object({ host: 'x' }) }, 'host: x\r\n', false],
    [{ host: 'h', headers: object({ A: 1, B: 'two' }) }, 'A: 1\r\nB: two\r\nHost: h\r\n', false],
    [
      { host: 'h', headers: object({ 'Transfer-Encoding': 'chunked' }) },
      'Transfer-Encoding: chunked\r\nHost: h\r\n',
      true,
    ],
  ])('a request: %o', (options, lines, chunked) => {
    expect(requestHead(vm, object({ method: 'GET', path: '/p', ...options }))).toEqual({
      text: `${START}${lines}\r\n`,
      chunked,
    })
  })

  test.each([
    [200, {}, '', false],
    [404, { A: 'b' }, 'A: b\r\n', false],
    [200, { 'Transfer-Encoding': 'Chunked' }, 'Transfer-Encoding: Chunked\r\n', true],
  ])('a response: %d %o', (status, headers, lines, chunked) => {
    expect(responseHead(vm, status, object(headers))).toEqual({
      text: `HTTP/1.1 ${status} OK\r\nServer: Espruino 2v29\r\n${lines}\r\n`,
      chunked,
    })
  })

  test.each([
    ['', '0\r\n\r\n'],
    ['abc', '3\r\nabc\r\n'],
    ['x'.repeat(26), `1a\r\n${'x'.repeat(26)}\r\n`],
  ])('a chunk of %j', (body, text) => {
    expect(chunk(body)).toBe(text)
  })
})
