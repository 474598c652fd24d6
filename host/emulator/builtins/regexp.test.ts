/**
 * Regular expressions (FACTS 3.2): a small subset; the rest fails without an error.
 */
import { measured } from '../golden/measured.ts'

measured('what is supported', [
  [
    'single characters and classes',
    String.raw`
    print(
      /a/.test("cat"),
      /x/.test("cat"),
      /./.test("\n"),
      /c.t/.test("cut"),
      /[abc]/.test("b"),
      /[^abc]/.test("b"),
    );
    print(
      /[a-c]/.test("b"),
      /[0-9]/.test("x"),
      /[]/.test("a"),
      /[^]/.test("a"),
      /[-a]/.test("-"),
      /[\d]/.test("5"),
    );
    print(
      /\d/.test("5"),
      /\D/.test("5"),
      /\w/.test("_"),
      /\W/.test("_"),
      /\s/.test(" "),
      /\S/.test(" "),
    );
    print(
      /\x41/.test("A"),
      /\n/.test("\n"),
      /\t/.test("\t"),
      /\./.test("a"),
      /\//.test("/"),
      /\\/.test("\\"),
    );
    `,
    `
    true false true true true false
    true false false true true true
    true false true false true false
    true true true false true true
    `,
  ],
  [
    'repetition',
    `
    print(/a*/.exec("aaab"), /a+/.exec("baaa"), /ab*c/.exec("ac"), /.*b/.exec("aabab"), /x*/.exec("aaa"));
    `,
    `
    [ 
      "aaa", "index": 0, 
      "input": "aaab"
     ] [ 
      "aaa", "index": 1, 
      "input": "baaa"
     ] [ 
      "ac", "index": 0, 
      "input": "ac"
     ] [ 
      "aabab", "index": 0, 
      "input": "aabab"
     ] [ 
      "", "index": 0, 
      "input": "aaa"
     ]
    `,
  ],
  [
    'ends',
    `
    print(/^a/.test("ab"), /^b/.test("ab"), /b$/.test("ab"), /a$/.test("ab"), /^$/.test(""), /^ab$/.test("ab"));
    `,
    `
    true false true false true true
    `,
  ],
  [
    'groups',
    `
    print(/(a)(b)/.exec("xab"), /(a+)b/.exec("aaab"), /a(b)c/.exec("ac"), /((a)b)/.exec("ab"));
    `,
    `
    [ 
      "ab", 
      "a", 
      "b", "index": 1, 
      "input": "xab"
     ] [ 
      "aaab", 
      "aaa", "index": 0, 
      "input": "aaab"
     ] null [ 
      "ab", 
      "", 
      "ab", "index": 0, 
      "input": "ab"
     ]
    `,
  ],
  [
    'alternatives',
    `
    print(/a|b/.exec("xb"), /cat|dog/.exec("hotdog"), /(a|b)c/.exec("bc"), /x(a|b|c)y/.test("xcy"));
    `,
    `
    [ 
      "b", "index": 1, 
      "input": "xb"
     ] [ 
      "dog", "index": 3, 
      "input": "hotdog"
     ] [ 
      "bc", 
      "b", "index": 0, 
      "input": "bc"
     ] true
    `,
  ],
  [
    'flags',
    String.raw`
    print(/A/i.test("a"), /a/g.test("a"), /[A-Z]+/i.exec("abC"), /a/gi.flags, /a/.source, /a\/b/.source);
    print(/a/m, /a/g, new RegExp("a+", "g"), new RegExp("x"), typeof /a/);
    `,
    `
    true true [ 
      "abC", "index": 0, 
      "input": "abC"
     ] gi a a\\/b
    RegExp: { 
      "source": "a", 
      "flags": "m", 
      "lastIndex": 0 } RegExp: { 
      "source": "a", 
      "flags": "g", 
      "lastIndex": 0 } RegExp: { 
      "source": "a+", 
      "flags": "g", 
      "lastIndex": 0 } RegExp: { 
      "source": "x", 
      "lastIndex": 0 } object
    `,
  ],
  [
    'exec and lastIndex',
    String.raw`
    var r = /\d/g;
    print(r.exec("a1b2"), r.lastIndex, r.exec("a1b2"), r.lastIndex, r.exec("a1b2"), r.lastIndex);
    var m = /b(c)/.exec("abcd");
    print(m.index, m.input, m[0], m[1], m.length);
    `,
    `
    [ 
      "1", "index": 1, 
      "input": "a1b2"
     ] 2 [ 
      "2", "index": 3, 
      "input": "a1b2"
     ] 4 null 0
    1 abcd bc c 2
    `,
  ],
  [
    'with strings',
    String.raw`
    print(
      "a1b2".replace(/\d/g, ""),
      "2020-01-02".split(/-/),
      "x=1;y=2".match(/\w=\d/g),
      "aXbX".replace(/x/gi, "-"),
    );
    print("abc".replace(/(.)/g, "<$1>"), "John Smith".replace(/(\w+)\s(\w+)/, "$2, $1"));
    `,
    `
    ab [ 
      "2020", 
      "01", 
      "02"
     ] [ 
      "x=1", 
      "y=2"
     ] a-b-
    <a><b><c> Smith, John
    `,
  ],
])

measured('what is not supported', [
  [
    'it does not match, without an error',
    String.raw`
    print(/a?b/.test("b"), /a{2}/.test("aa"), /a+?/.exec("aaa"), /(?:a)/.test("a"), /a(?=b)/.test("ab"));
    print(/\ba/.test("a"), /\u0041/.test("A"), /(ab)+/.exec("abab"), /(a)*/.exec("aa"));
    `,
    `
    false false null false false
    false false null null
    `,
  ],
  [
    'back references',
    String.raw`
    try { print(/(a)\1/.test("aa")); } catch (e) { print(e.toString()); }
    `,
    `
    Error: Backreferences not supported
    `,
  ],
  [
    'unfinished',
    String.raw`
    for (var p of ["(", ")", "[", "]", "*", "+", "\\", "(a", "a)", "[a", "a|"]) {
      try { print(p, new RegExp(p).test("a")); } catch (e) { print(p, e.toString()); }
    }
    `,
    `
    ( true
    ) true
    [ Error: Unfinished character set in RegEx
    ] false
    * false
    + false
    \\ false
    (a true
    a) true
    [a Error: Unfinished character set in RegEx
    a| true
    `,
  ],
  [
    'other arguments',
    `
    try { print(new RegExp(5).test("5")); } catch (e) { print(e.toString()); }
    try { print(new RegExp().test("a")); } catch (e) { print(e.toString()); }
    print(/a/.test(5), /5/.test(5), /null/.test(null), /undefined/.test());
    `,
    `
    TypeError: Expecting String as first argument, got Number
    TypeError: Expecting String as first argument, got undefined
    false true true true
    `,
  ],
])
