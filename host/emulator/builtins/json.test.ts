/**
 * JSON and E.toJS (FACTS 3.2).
 */
import { measured } from '../golden/measured.ts'

measured('stringify', [
  [
    'values',
    String.raw`
    print(JSON.stringify(1), JSON.stringify(1.5), JSON.stringify(-0), JSON.stringify(1e21));
    print(JSON.stringify(NaN), JSON.stringify(Infinity), JSON.stringify(true), JSON.stringify(null));
    print(JSON.stringify(undefined), JSON.stringify(""), JSON.stringify("a\"b\\c/"));
    print(JSON.stringify(function () {}), JSON.stringify(print), JSON.stringify(D5));
    `,
    `
    1 1.5 0 10e+20
    null null true null
    null "" "a\\"b\\\\c/"
    undefined undefined "D5"
    `,
  ],
  [
    'arrays and objects',
    `
    print(JSON.stringify([]), JSON.stringify({}), JSON.stringify([1, [2, []]]));
    print(JSON.stringify({ b: 1, a: [true, null] }), JSON.stringify({ 3: 1, "x y": 2 }));
    print(JSON.stringify([undefined, , 1]), JSON.stringify({ a: undefined, b: 1 }));
    print(JSON.stringify([function () {}]), JSON.stringify({ f: function () {}, g: 1 }));
    print(
      JSON.stringify(new Uint8Array([1, 2])),
      JSON.stringify(new ArrayBuffer(2)),
      JSON.stringify(new Float64Array([0.5])),
    );
    `,
    `
    [] {} [1,[2,[]]]
    {"b":1,"a":[true,null]} {"3":1,"x y":2}
    [null,null,1] {"b":1}
    [undefined] {"g":1}
    [1,2] [0,0] [0.5]
    `,
  ],
  [
    'escapes',
    `
    print(JSON.stringify("\\n\\t\\r\\b\\f\\v"), JSON.stringify("\\0\\x01\\x1f\\x7f\\x80\\xff"));
    print(JSON.stringify("'\`/"), JSON.stringify({ "a\\nb": 1 }));
    `,
    `
    "\\n\\t\\r\\b\\f\\u000B" "\\u0000\\u0001\\u001F\\u007F\\u0080\\u00FF"
    "'\`/" {"a\\nb":1}
    `,
  ],
  [
    'numbers lose digits',
    `
    print(
      JSON.stringify(1 / 3),
      JSON.stringify(0.1 + 0.2),
      JSON.stringify(123456789.123),
      JSON.stringify(1e-7),
    );
    print(JSON.stringify(0.99999999), JSON.stringify(2147483648), JSON.stringify(-1e300));
    `,
    `
    0.33333333333 0.3 123456789.12299999594 1e-7
    1 2147483648 -1e+300
    `,
  ],
  [
    'indentation',
    `
    print(JSON.stringify({ a: 1, b: [1, 2], c: {} }, null, 2));
    print(JSON.stringify([1, [2]], null, "--"));
    print(JSON.stringify({}, null, 2), JSON.stringify([], null, 2));
    print(JSON.stringify({ a: 1 }, 0, 0), JSON.stringify({ a: 1 }, null, 20).length);
    `,
    `
    { 
      "a": 1, 
      "b": [ 
        1, 
        2
       ], 
      "c": {  }
     }
    [ 
    --1, 
    --[ 
    ----2
    -- ]
     ]
    {  } [  ]
    {"a":1} 22
    `,
  ],
  [
    'toJSON',
    `
    print(JSON.stringify({ toJSON: function () { return { x: 1 }; } }));
    print(JSON.stringify(new Date(0)), JSON.stringify({ d: new Date(86400000) }));
    print(JSON.stringify({ a: { toJSON: function (key) { return "key " + key; } } }));
    `,
    `
    {"x":1}
    "1970-01-01T00:00:00.000Z" {"d":"1970-01-02T00:00:00.000Z"}
    {"a":"key a"}
    `,
  ],
  [
    'instances',
    `
    class P { constructor() { this.x = 1; } m() {} }
    print(JSON.stringify(new P()), JSON.stringify([new P()]), JSON.stringify(new Error("e")).length > 10);
    `,
    `
    {"x":1} [{"x":1}] true
    `,
  ],
  [
    'a circle',
    `
    var o = { a: 1 };
    o.o = o;
    print(JSON.stringify(o));
    `,
    `
    {"a":1,"o": ... }
    `,
  ],
])

measured('parse', [
  [
    'values',
    String.raw`
    print(
      JSON.parse("1"),
      JSON.parse("-1.5"),
      JSON.parse("1e3"),
      JSON.parse('"a"'),
      JSON.parse("true"),
      JSON.parse("null"),
    );
    print(JSON.parse("[1,[2],{}]"), JSON.parse('{"a":{"b":[1]}}'));
    print(JSON.parse(" \n[ 1 , 2 ] \t"));
    `,
    `
    1 -1.5 1000 a true null
    [ 1, 
      [ 2 ], 
      {  }
     ] { 
      "a": { 
        "b": [ 1 ]
       }
     }
    [ 1, 2 ]
    `,
  ],
  [
    'more than JSON',
    String.raw`
    print(JSON.parse("'single'"), JSON.parse("0x1f"), JSON.parse("[1,2,]"), JSON.parse('{"a":1,}'));
    print(JSON.parse("1 rest is ignored"), JSON.parse("[1]]]"), JSON.parse("/* c */ 5"));
    print(JSON.parse("017"), JSON.parse(".5"), JSON.parse('"\\x41\\u0042\\n"').length);
    `,
    `
    single 31 [ 1, 2 ] { "a": 1 }
    1 [ 1 ] 5
    15 0.5 3
    `,
  ],
  [
    'less than JavaScript',
    `
    for (var t of [
      "{a:1}",
      "undefined",
      "",
      "[",
      "{",
      "[1 2]",
      '{"a"}',
      '{"a":}',
      "+1",
      "nope",
      "[,]",
      "{,}",
      "\`a\`",
      "-",
      "-x",
      "'a",
    ]) {
      try {
        print(t, JSON.parse(t));
      } catch (e) {
        print(t, e.toString());
      }
    }
    `,
    `
    {a:1} SyntaxError: Got ID:a expected STRING
    undefined SyntaxError: Expecting valid value, got undefined
     SyntaxError: Expecting valid value, got EOF
    [ SyntaxError: Expecting valid value, got EOF
    { SyntaxError: Got EOF expected '}'
    [1 2] SyntaxError: Got INT expected ','
    {"a"} SyntaxError: Got '}' expected ':'
    {"a":} SyntaxError: Expecting valid value, got '}'
    +1 SyntaxError: Expecting valid value, got '+'
    nope SyntaxError: Expecting valid value, got ID
    [,] SyntaxError: Expecting valid value, got ','
    {,} SyntaxError: Got ',' expected '}'
    \`a\` a
    - undefined
    -x undefined
    'a SyntaxError: Expecting valid value, got UNFINISHED STRING
    `,
  ],
  [
    'other types are text first',
    `
    print(JSON.parse(5), JSON.parse(true), JSON.parse(null), JSON.parse([7]));
    try { JSON.parse(undefined); } catch (e) { print(e.toString()); }
    try { JSON.parse({}); } catch (e) { print(e.toString()); }
    `,
    `
    5 true null 7
    SyntaxError: Expecting valid value, got undefined
    SyntaxError: Expecting valid value, got ID
    `,
  ],
  [
    'keys that are numbers',
    `
    var o = JSON.parse('{"1":2,"b":3,"1.5":4}');
    print(o[1], o.b, o["1.5"], Object.keys(o));
    `,
    `
    2 3 4 [ 
      "1", 
      "b", 
      "1.5"
     ]
    `,
  ],
  [
    'a name twice',
    `
    print(JSON.parse('{"a":1,"a":2}'));
    `,
    `
    { "a": 1, "a": 2 }
    `,
  ],
  [
    'there and back',
    String.raw`
    var o = { a: [1, 2.5, "x", null, true, { b: [] }], "c d": -1, e: "\n\"" };
    print(JSON.stringify(JSON.parse(JSON.stringify(o))) === JSON.stringify(o));
    `,
    `
    true
    `,
  ],
  [
    'floats are read digit by digit',
    `
    print(JSON.parse("0.1") === 0.1, JSON.parse("0.3") === 0.3, JSON.parse("33.333333333") - 33.333333333);
    `,
    `
    true true 0
    `,
  ],
])

measured('E.toJS', [
  [
    'names without quotes',
    String.raw`
    print(E.toJS({ a: 1, "b c": 2, 3: 4, "5x": 5, if: 6 }));
    print(E.toJS([1, "a", true, null, undefined]), E.toJS("a'b\"c\n\x01"));
    print(E.toJS(undefined), E.toJS(1.5), E.toJS(NaN), E.toJS(-Infinity));
    print(E.toJS(function (a) { return a; }), E.toJS(print), E.toJS({ f: function () {} }));
    print(E.toJS(new Uint8Array([1, 2])), E.toJS(new Date(0)), E.toJS({}), E.toJS([]));
    print(E.toJS({ toJSON: function () { return 7; } }));
    `,
    `
    {a:1,"b c":2,3:4,"5x":5,if:6}
    [1,"a",true,null,null] "a'b\\"c\\n\\1"
    null 1.5 NaN -Infinity
    function (a) {return a;} function () { [native code] } {f:function () {}}
    [1,2] "1970-01-01T00:00:00.000Z" {} []
    7
    `,
  ],
  [
    'escapes of programs',
    String.raw`
    print(E.toJS("\0"), E.toJS("\x007"), E.toJS("\x07a"), E.toJS("\x08\x0b\x0c"), E.toJS("\x1f\x7f\xff"));
    `,
    `
    "\\0" "\\x007" "\\7a" "\\b\\v\\f" "\\x1F\\x7F\\xFF"
    `,
  ],
])
