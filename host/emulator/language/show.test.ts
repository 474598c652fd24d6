/**
 * Values as text (FACTS 3.2): what print, E.toJS and JSON.stringify make of them.
 */
import { measured } from '../golden/measured.ts'

measured('values as text', [
  [
    'values, part 1',
    String.raw`
    for (var v of [
      0,
      -1,
      1.5,
      1e21,
      true,
      null,
      undefined,
      NaN,
      "text",
      "with \"quotes\"",
      "with\nlines",
      "\x00\x7f\xff",
      [],
      [1],
      [1, 2, 3],
    ]) {
      print(v);
      print(E.toJS(v));
      print(JSON.stringify(v));
    }
    `,
    `
    0
    0
    0
    -1
    -1
    -1
    1.5
    1.5
    1.5
    10e+20
    10e+20
    10e+20
    true
    true
    true
    null
    null
    null
    undefined
    null
    null
    NaN
    NaN
    null
    text
    "text"
    "text"
    with "quotes"
    "with \\"quotes\\""
    "with \\"quotes\\""
    with
    lines
    "with\\nlines"
    "with\\nlines"
    \x00\x7f\xff
    "\\0\\x7F\\xFF"
    "\\u0000\\u007F\\u00FF"
    [  ]
    []
    []
    [ 1 ]
    [1]
    [1]
    [ 1, 2, 3 ]
    [1,2,3]
    [1,2,3]
    `,
  ],
  [
    'values, part 2',
    `
    for (var v of [
      ["a"],
      ["a", "b"],
      [1, "a", 2],
      [[]],
      [[1], [2]],
      [{}],
      [{ a: 1 }],
      [undefined],
      [, 1],
      [null, true],
      [1.5, -2],
      [function () {}],
      [print],
      {},
      { a: 1 },
    ]) {
      print(v);
      print(E.toJS(v));
      print(JSON.stringify(v));
    }
    `,
    `
    [ 
      "a"
     ]
    ["a"]
    ["a"]
    [ 
      "a", 
      "b"
     ]
    ["a","b"]
    ["a","b"]
    [ 1, 
      "a", 
      2 ]
    [1,"a",2]
    [1,"a",2]
    [ 
      [  ]
     ]
    [[]]
    [[]]
    [ 
      [ 1 ], 
      [ 2 ]
     ]
    [[1],[2]]
    [[1],[2]]
    [ 
      {  }
     ]
    [{}]
    [{}]
    [ 
      { "a": 1 }
     ]
    [{a:1}]
    [{"a":1}]
    [ undefined ]
    [null]
    [null]
    [ undefined, 1 ]
    [null,1]
    [null,1]
    [ null, true ]
    [null,true]
    [null,true]
    [ 1.5, -2 ]
    [1.5,-2]
    [1.5,-2]
    [ 
      function () {}
     ]
    [function () {}]
    [undefined]
    [ 
      function () { [native code] }
     ]
    [function () { [native code] }]
    [undefined]
    {  }
    {}
    {}
    { "a": 1 }
    {a:1}
    {"a":1}
    `,
  ],
  [
    'values, part 3',
    `
    for (var v of [
      { a: "x" },
      { a: [] },
      { a: {} },
      { a: { b: { c: 1 } } },
      { a: 1, b: 2, c: 3, d: 4 },
      { a: 1, b: 2, c: 3, d: 4, e: 5 },
      { a: 1, b: 2, c: 3, d: 4, e: 5, f: "x", g: [], h: 1 },
      { "a b": 1, "1a": 2, 3: 4, $: 5, _: 6 },
      { f: function (a) { return a; } },
      { u: undefined, n: null },
      function () {},
      function (a, b) { return a + b; },
      (a) => a,
      () => {},
      print,
    ]) {
      print(v);
      print(E.toJS(v));
      print(JSON.stringify(v));
    }
    `,
    `
    { 
      "a": "x"
     }
    {a:"x"}
    {"a":"x"}
    { 
      "a": [  ]
     }
    {a:[]}
    {"a":[]}
    { 
      "a": {  }
     }
    {a:{}}
    {"a":{}}
    { 
      "a": { 
        "b": { "c": 1 }
       }
     }
    {a:{b:{c:1}}}
    {"a":{"b":{"c":1}}}
    { "a": 1, "b": 2, "c": 3, "d": 4 }
    {a:1,b:2,c:3,d:4}
    {"a":1,"b":2,"c":3,"d":4}
    { "a": 1, "b": 2, "c": 3, "d": 4, 
      "e": 5 }
    {a:1,b:2,c:3,d:4,e:5}
    {"a":1,"b":2,"c":3,"d":4,"e":5}
    { "a": 1, "b": 2, "c": 3, "d": 4, 
      "e": 5, 
      "f": "x", 
      "g": [  ], 
      "h": 1 }
    {a:1,b:2,c:3,d:4,e:5,f:"x",g:[],h:1}
    {"a":1,"b":2,"c":3,"d":4,"e":5,"f":"x","g":[],"h":1}
    { "a b": 1, "1a": 2, "3": 4, "$": 5, 
      "_": 6 }
    {"a b":1,"1a":2,3:4,"$":5,_:6}
    {"a b":1,"1a":2,"3":4,"$":5,"_":6}
    { 
      "f": function (a) {return a;}
     }
    {f:function (a) {return a;}}
    {}
    { "u": undefined, "n": null }
    {n:null}
    {"n":null}
    function () {}
    function () {}
    undefined
    function (a,b) {return a + b;}
    function (a,b) {return a + b;}
    undefined
    function (a) {return a}
    function (a) {return a}
    undefined
    function () {}
    function () {}
    undefined
    function () { [native code] }
    function () { [native code] }
    undefined
    `,
  ],
  [
    'values, part 4',
    `
    for (var v of [
      Math,
      new Uint8Array(0),
      new Uint8Array(3),
      new Uint8Array([1, 2]),
      new Float32Array([0.5]),
      new ArrayBuffer(2),
      new Uint8Array([1, 2]).buffer,
      new DataView(new ArrayBuffer(1)),
      new Date(0),
      new Error("m"),
      /a/g,
      Promise.resolve(1),
      new (class P { constructor() { this.x = 1; } })(),
      new (class Q { toString() { return "text of Q"; } })(),
      Object.create({ a: 1 }),
    ]) {
      print(v);
      print(E.toJS(v));
      print(JSON.stringify(v));
    }
    `,
    `
    function () { [native code] }
    function () { [native code] }
    undefined
    new Uint8Array(0)
    []
    []
    new Uint8Array(3)
    [0,0,0]
    [0,0,0]
    new Uint8Array([1, 2])
    [1,2]
    [1,2]
    new Float32Array([0.5])
    [0.5]
    [0.5]
    new ArrayBuffer(2)
    [0,0]
    [0,0]
    new Uint8Array([1, 2]).buffer
    [1,2]
    [1,2]
    DataView: { 
      "buffer": new ArrayBuffer(1), 
      "byteOffset": 0, "byteLength": 1 }
    {buffer:[0],byteOffset:0,byteLength:1}
    {"buffer":[0],"byteOffset":0,"byteLength":1}
    Date: Thu Jan 1 1970 00:00:00 GMT+0000
    "1970-01-01T00:00:00.000Z"
    "1970-01-01T00:00:00.000Z"
    Error: Error: m
    {message:"m",type:"Error",stack:"    at [raw] (:11:16)\\n  new Error(\\"m\\"),\\n               ^\\n"}
    {"message":"m","type":"Error","stack":"    at [raw] (:11:16)\\n  new Error(\\"m\\"),\\n               ^\\n"}
    RegExp: { 
      "source": "a", 
      "flags": "g", 
      "lastIndex": 0 }
    {source:"a",flags:"g",lastIndex:0}
    {"source":"a","flags":"g","lastIndex":0}
    Promise: { "state": 0 }
    {state:0}
    {"state":0}
    { "x": 1 }
    {x:1}
    {"x":1}
    text of Q
    {}
    {}
    {  }
    {}
    {}
    `,
  ],
  [
    'values, part 5',
    `
    for (var v of [
      D5,
      require("Storage"),
      [1, [2, [3, [4]]]],
      [[["a"]]],
      { a: [{ b: [1, { c: 2 }] }] },
    ]) {
      print(v);
      print(E.toJS(v));
      print(JSON.stringify(v));
    }
    `,
    `
    D5
    D5
    "D5"
    function () { [native code] }
    function () { [native code] }
    undefined
    [ 1, 
      [ 2, 
        [ 3, 
          [ 4 ]
         ]
       ]
     ]
    [1,[2,[3,[4]]]]
    [1,[2,[3,[4]]]]
    [ 
      [ 
        [ 
          "a"
         ]
       ]
     ]
    [[["a"]]]
    [[["a"]]]
    { 
      "a": [ 
        { 
          "b": [ 1, 
            { "c": 2 }
           ]
         }
       ]
     }
    {a:[{b:[1,{c:2}]}]}
    {"a":[{"b":[1,{"c":2}]}]}
    `,
  ],
  [
    'indented, of every kind',
    `
    for (var v of [
      [],
      [1],
      [1, 2, 3],
      ["a"],
      ["a", "b"],
      [1, "a", 2],
      [[]],
      [[1], [2]],
      [{}],
      [{ a: 1 }],
      [undefined],
      [, 1],
      [null, true],
      [1.5, -2],
      [function () {}],
      [print],
      {},
      { a: 1 },
      { a: "x" },
      { a: [] },
      { a: {} },
      { a: { b: { c: 1 } } },
      { a: 1, b: 2, c: 3, d: 4 },
      { a: 1, b: 2, c: 3, d: 4, e: 5 },
      { a: 1, b: 2, c: 3, d: 4, e: 5, f: "x", g: [], h: 1 },
      { "a b": 1, "1a": 2, 3: 4, $: 5, _: 6 },
      { f: function (a) { return a; } },
      { u: undefined, n: null },
      [1, [2, [3, [4]]]],
      [[["a"]]],
      { a: [{ b: [1, { c: 2 }] }] },
    ]) print(JSON.stringify(v, null, 2));
    `,
    `
    [  ]
    [ 
      1
     ]
    [ 
      1, 
      2, 
      3
     ]
    [ 
      "a"
     ]
    [ 
      "a", 
      "b"
     ]
    [ 
      1, 
      "a", 
      2
     ]
    [ 
      [  ]
     ]
    [ 
      [ 
        1
       ], 
      [ 
        2
       ]
     ]
    [ 
      {  }
     ]
    [ 
      { 
        "a": 1
       }
     ]
    [ 
      null
     ]
    [ 
      null, 
      1
     ]
    [ 
      null, 
      true
     ]
    [ 
      1.5, 
      -2
     ]
    [ 
      undefined
     ]
    [ 
      undefined
     ]
    {  }
    { 
      "a": 1
     }
    { 
      "a": "x"
     }
    { 
      "a": [  ]
     }
    { 
      "a": {  }
     }
    { 
      "a": { 
        "b": { 
          "c": 1
         }
       }
     }
    { 
      "a": 1, 
      "b": 2, 
      "c": 3, 
      "d": 4
     }
    { 
      "a": 1, 
      "b": 2, 
      "c": 3, 
      "d": 4, 
      "e": 5
     }
    { 
      "a": 1, 
      "b": 2, 
      "c": 3, 
      "d": 4, 
      "e": 5, 
      "f": "x", 
      "g": [  ], 
      "h": 1
     }
    { 
      "a b": 1, 
      "1a": 2, 
      "3": 4, 
      "$": 5, 
      "_": 6
     }
    {  }
    { 
      "n": null
     }
    [ 
      1, 
      [ 
        2, 
        [ 
          3, 
          [ 
            4
           ]
         ]
       ]
     ]
    [ 
      [ 
        [ 
          "a"
         ]
       ]
     ]
    { 
      "a": [ 
        { 
          "b": [ 
            1, 
            { 
              "c": 2
             }
           ]
         }
       ]
     }
    `,
  ],
])

measured('holes', [
  [
    'a hole gets the new line of the element behind it',
    `
    var a = [1, [2]]; delete a[0]; print(a);
    a = [1, 2, [3]]; delete a[0]; delete a[1]; print(a);
    a = [[1], [2]]; delete a[1]; print(a);
    a = [[1], , [2]]; print(a);
    a = [, { a: 1 }, , { b: 2 }]; print(a);
    `,
    `
    [ 
      undefined, 
      [ 2 ]
     ]
    [ 
      undefined, 
      undefined, 
      [ 3 ]
     ]
    [ 
      [ 1 ], 
      undefined ]
    [ 
      [ 1 ], 
      undefined, 
      [ 2 ]
     ]
    [ 
      undefined, 
      { "a": 1 }, 
      undefined, 
      { "b": 2 }
     ]
    `,
  ],
  [
    'holes in front of text, numbers and nothing',
    `
    print([, "a"], [true, , "a"]);
    print([, true], [1, , 3], [, , 1]);
    print([, , [], , ], [[], , , ], new Array(3));
    print([undefined, [1]], [null, [1]]);
    `,
    `
    [ 
      undefined, 
      "a"
     ] [ true, 
      undefined, 
      "a"
     ]
    [ undefined, true ] [ 1, undefined, 3 ] [ undefined, undefined, 1 ]
    [ 
      undefined, 
      undefined, 
      [  ], 
      undefined ] [ 
      [  ], 
      undefined, undefined ] [ undefined, undefined, undefined ]
    [ undefined, 
      [ 1 ]
     ] [ null, 
      [ 1 ]
     ]
    `,
  ],
  [
    'holes in front of named members',
    `
    var a = ["", true, 0]; a.name = []; delete a[2]; print(a, a.length, JSON.stringify(a));
    a = new Array(3); a.x = 1; print(a, JSON.stringify(a)); a = [1, , 3, , ]; a.x = 1; print(a, JSON.stringify(a));
    `,
    `
    [ 
      "", 
      true, 
      "name": [  ] ] 3 ["",true]
    [ "x": 1 ] []
    [ 1, undefined, 3, "x": 1 ] [1,null,3]
    `,
  ],
])
