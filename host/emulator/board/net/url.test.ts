/** Addresses as options of a connection: put together from their parts, they come apart into the same. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { urlParts } from '../../builtins/url.ts'
import { Null, Num, Obj, Str, str, type Stored } from '../../values.ts'
import { optionsOf } from './url.ts'

const NAME = fc.stringMatching(/^[a-z0-9.-]{1,20}$/)
const PATH = fc.stringMatching(/^(\/[a-zA-Z0-9.%_-]{0,8}){1,4}$/)
const QUERY = fc.option(fc.stringMatching(/^[a-zA-Z0-9=&%+.-]{0,20}$/), { nil: undefined })
const PORT = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined })

function plain(value: Stored): string | number | null | undefined {
  if (value instanceof Str) return value.text
  if (value instanceof Num) return value.value
  return value instanceof Null ? null : (value as number | undefined)
}

/** The members of an object as plain values. */
function members(object: Obj): Record<string, unknown> {
  return Object.fromEntries(object.slots.map(({ key, value }) => [String(key), plain(value)]))
}

test('what is no text is taken as it is', () => {
  const given = new Obj()
  expect([optionsOf(given), optionsOf(undefined), optionsOf(5)]).toEqual([given, undefined, 5])
})

test('a whole address', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('http', 'https', 'ws'),
      NAME,
      PORT,
      PATH,
      QUERY,
      (protocol, host, port, pathname, query) => {
        const search = query === undefined ? '' : `?${query}`
        const text = `${protocol}://${host}${port === undefined ? '' : `:${port}`}${pathname}${search}`
        expect(members(optionsOf(str(text)) as Obj)).toEqual({
          protocol: `${protocol}:`,
          method: 'GET',
          host,
          path: pathname + search,
          pathname,
          search: query === undefined ? null : search,
          port: port ?? null,
          query: query ?? null,
        })
      },
    ),
    { seed: 18 },
  )
})

test('the path alone, as a server is asked for it', () => {
  fc.assert(
    fc.property(
      PATH.filter((path) => !path.includes('//')),
      QUERY,
      (pathname, query) => {
        const text = pathname + (query === undefined ? '' : `?${query}`)
        const { path, pathname: found, host } = members(urlParts(text, false))
        expect([path, found, host]).toEqual([text, pathname, ''])
      },
    ),
    { seed: 19 },
  )
})

test('a text of any characters has parts that are parts of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab1:/?&=%.') }), (text) => {
      const { host, path, pathname, search } = members(urlParts(text, false)) as Record<string, string | null>
      expect(text).toContain(host!)
      expect(path === '/' || text.endsWith(path!)).toBe(true)
      expect(pathname! + (search ?? '')).toBe(search === null || pathname !== '/' ? path : pathname + search)
    }),
    { seed: 20, numRuns: 500 },
  )
})

describe('queries', () => {
  /** Characters below 128: others are several bytes to whoever encodes them. */
  const WORD = fc.string({
    unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
    maxLength: 12,
  })

  test('names and values that were encoded are read', () => {
    const pairs = fc.uniqueArray(fc.tuple(WORD, WORD), { selector: ([name]) => name, maxLength: 6 })
    fc.assert(
      fc.property(pairs, (all) => {
        const shown = all.filter(([name, value]) => name + value !== '')
        const query = all.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')
        const read = urlParts(`/p?${query}`, true).find('query')!.value as Obj
        expect(read.slots.map(({ key, value }) => [String(key), plain(value)])).toEqual(shown)
      }),
      { seed: 21 },
    )
  })

  test('every byte, as two digits of either case', () => {
    for (let code = 0; code < 256; code++) {
      const digits = code.toString(16).padStart(2, '0')
      for (const each of [digits, digits.toUpperCase()]) {
        const read = urlParts(`?a=%${each}`.replace('?', '/?'), true).find('query')!.value as Obj
        expect(plain(read.find('a')!.value)).toBe(String.fromCharCode(code))
      }
    }
  })
})
