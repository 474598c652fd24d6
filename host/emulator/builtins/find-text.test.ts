/** Looking for texts: as measured, and against the definition. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emulate } from '../emulate.ts'
import { measured } from '../golden/measured.ts'
import { placeOf } from './find-text.ts'

measured('strings: the beginning of what is looked for is enough at the end', [
  [
    'indexOf',
    `
    print("abc".indexOf("cd"),"abc".indexOf("bcd"),"abc".indexOf("abcd"),"xxa".indexOf("abb"),"a".indexOf("aa"),"xaba".indexOf("abab"),"".indexOf("a"),"abc".indexOf("c\\0"));
    print("1000\\r".indexOf("\\r\\n"),"abcab".indexOf("abc",1),"ababx".indexOf("xy",-3),"abcdcd".indexOf("cd"),"abc".indexOf("bx"),"abc".indexOf("cd",2));
    `,
    `
    2 1 -1 2 -1 1 -1 2
    4 3 4 2 -1 2
    `,
  ],
  [
    'places too far behind',
    `
    print("ab".indexOf("",5),"ab".indexOf("",2),"ab".indexOf("",1),"ab".indexOf(""),"abcdd".indexOf("de",10),"abcde".indexOf("de",4),"abc".indexOf("c",10),"cbc".indexOf("cd",9));
    `,
    `
    -1 -1 1 0 4 -1 -1 2
    `,
  ],
  [
    'includes, match',
    `
    print("abc".includes("cd"),"abc".includes("cd",1),"abc".includes("cd",9),"abc".includes("bx"),"ab".includes("bcd"),"".includes(""),"a".includes(""));
    print(JSON.stringify("abc".match("cd")),"abc".match("cd").index,"abc".match("bcde"),"abc".match("bd"));
    `,
    `
    true true true false false false true
    ["cd"] 2 null null
    `,
  ],
  [
    'not backwards, nor at either end, nor to split',
    `
    print("abc".lastIndexOf("cd"),"abc".endsWith("cd"),"abc".startsWith("abcd"),"abc".split("cd"),"x-".split("--"));
    `,
    `
    -1 false false [ 
      "abc"
     ] [ 
      "x-"
     ]
    `,
  ],
  [
    'replace',
    `
    print("abc".replace("cd","X"),"abc".replace("abcd","X"),"abcab".replace("abc","-"),"xx".replace("xy",""));
    `,
    `
    abX abc -ab x
    `,
  ],
  [
    'replaceAll looks in what the last replacement led to',
    `
    print("acc".replaceAll("cc","X"),"acccc".replaceAll("cc","X"),"aXaa".replaceAll("aaa","-"),"ababa".replaceAll("ab","-"),"aaa".replaceAll("aa","b"),"xcd".replaceAll("cd","cd"),"abcabc".replaceAll("bc","Y"));
    print("a.b.c".replaceAll(".","..."),"aaa".replaceAll("a",""),"".replaceAll("a","b"));
    `,
    `
    aX aXX aX- --- bb xcd aYaY
    a...b...c  
    `,
  ],
])

describe('against the definition', () => {
  const TEXT = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })

  test('the first place from which on the text and what is looked for are the same as far as both go', () => {
    fc.assert(
      fc.property(TEXT, TEXT, fc.integer({ min: -3, max: 12 }), (text, wanted, from) => {
        const last = text.length - wanted.length + 1
        const start = Math.min(Math.max(from, 0), Math.max(last, 0))
        const places = Array.from(text, (_, at) => at).filter(
          (at) => at >= start && (text.slice(at).startsWith(wanted) || wanted.startsWith(text.slice(at))),
        )
        expect(placeOf(text, wanted, from)).toBe(wanted.length > text.length ? -1 : (places[0] ?? -1))
      }),
      { seed: 27, numRuns: 1000 },
    )
  })

  test('a replacement that leads to what is looked for again never ends: it is stopped', () => {
    const { stdout, idle } = emulate('print("on");"acc".replaceAll("cc","c");print("never")', {
      limitMs: 50,
      patienceMs: 10,
    })
    expect([stdout, idle]).toEqual(['on\n', false])
  })
})
