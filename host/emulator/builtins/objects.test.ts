/**
 * Object, and objects as values (FACTS 3.1, 3.2).
 */
import { expect, test } from 'vitest'
import { emulate } from '../emulate.ts'
import { measured } from '../golden/measured.ts'

measured('objects', [
  [
    'literals',
    `
    var x = 1;
    print({ a: 1, "b c": 2, 3: 4, x, m() { return 5; }, ["a"]: undefined === 1 ? 1 : 0 }.a);
    `,
    `
    Uncaught SyntaxError: Got '[' expected ID
        at [raw] (:2:53)
    ..., 3: 4, x, m() { return 5; }, ["a"]: undefined === 1 ? 1 : 0...
                                     ^
    `,
  ],
  [
    'literals without computed names',
    `
    var x = 1;
    var o = { a: 1, "b c": 2, 3: 4, x, m() { return 5; }, if: 6, get: 7, set: 8, static: 9 };
    print(o, o.m(), o.if, o["b c"], o[3], o["3"]);
    `,
    `
    { "a": 1, "b c": 2, "3": 4, "x": 1, 
      "m": function () {return 5;}, 
      "if": 6, "get": 7, "set": 8, "static": 9 } 5 6 2 4 4
    `,
  ],
  [
    'members by any name',
    `
    var o = {};
    o[1] = "int";
    o["1"] = "text";
    o[1.5] = "float";
    o[-1] = "negative";
    o[true] = "bool";
    o[null] = "null";
    o[undefined] = "undefined";
    print(o[1], o["1.5"], o["-1"], o["true"], o["null"], o["undefined"]);
    print(Object.keys(o));
    `,
    `
    text float negative bool null undefined
    [ 
      "1", 
      "1.5", 
      "-1", 
      "true", 
      "null", 
      "undefined"
     ]
    `,
  ],
  [
    'order is that of insertion',
    `
    var o = { z: 1, 5: 2, a: 3, 1: 4 };
    print(Object.keys(o));
    delete o.z;
    o.z = 9;
    print(Object.keys(o));
    `,
    `
    [ 
      "z", 
      "5", 
      "a", 
      "1"
     ]
    [ 
      "5", 
      "a", 
      "1", 
      "z"
     ]
    `,
  ],
  [
    'a name twice',
    `
    print({ a: 1, a: 2 });
    `,
    `
    { "a": 2 }
    `,
  ],
  [
    'delete',
    `
    var o = { a: 1, b: 2 };
    print(delete o.a, delete o.nope, o, o.a);
    print(delete [1, 2][0], delete "abc"[0]);
    var a = [1, 2, 3];
    delete a[1];
    print(a, a.length, 1 in a);
    `,
    `
    true false { "b": 2 } undefined
    true false
    [ 1, undefined, 3 ] 3 false
    `,
  ],
  [
    'keys, values, entries',
    `
    print(Object.keys({ a: 1, b: 2 }), Object.values({ a: 1, b: 2 }), Object.entries({ a: 1, b: 2 }));
    print(Object.keys([7, 8]), Object.keys("ab"), Object.keys(new Uint8Array(2)));
    print(Object.keys(function (a) {}), Object.keys(5), Object.keys(undefined));
    `,
    `
    [ 
      "a", 
      "b"
     ] [ 1, 2 ] [ 
      [ 
        "a", 
        1 ], 
      [ 
        "b", 
        2 ]
     ]
    [ 
      "0", 
      "1"
     ] [ 
      "0", 
      "1"
     ] [ 
      "0", 
      "1"
     ]
    [  ] [  ] [  ]
    `,
  ],
  [
    'assign',
    `
    var a = { x: 1 };
    print(Object.assign(a, { y: 2 }, { x: 3 }) === a, a);
    print(Object.assign({}, null, undefined, { z: 1 }));
    try { Object.assign({}, 5); } catch (e) { print(e.toString()); }
    try { Object.assign({}, [1]); } catch (e) { print(e.toString()); }
    `,
    `
    true { "x": 3, "y": 2 }
    { "z": 1 }
    TypeError: Expecting Object, got Number
    TypeError: Expecting Object, got Array
    `,
  ],
  [
    'fromEntries',
    `
    print(Object.fromEntries([["a", 1], ["b", [2]]]));
    print(Object.fromEntries([]));
    `,
    `
    { "a": 1, 
      "b": [ 2 ]
     }
    {  }
    `,
  ],
  [
    'what is missing',
    `
    print(Object.freeze, Object.is, Object.seal, Object.isFrozen);
    `,
    `
    undefined undefined undefined undefined
    `,
  ],
  [
    'hasOwnProperty and in',
    `
    var o = { a: undefined };
    print(o.hasOwnProperty("a"), o.hasOwnProperty("b"), "a" in o, "b" in o, "toString" in o);
    print([1].hasOwnProperty(0), [1].hasOwnProperty("length"), "abc".hasOwnProperty("length"));
    print("x" in { x: 1 }, 0 in [1], 1 in [1], "length" in [1], "push" in []);
    `,
    `
    true false true false true
    true false false
    true true false true true
    `,
  ],
  [
    'equality is identity',
    `
    print({} == {}, {} === {}, [] == [], [1] == [1]);
    var o = {}, p = o;
    print(o == p, o === p);
    `,
    `
    false false false false
    true true
    `,
  ],
  [
    'clone is shallow',
    `
    var a = { x: 1, y: { z: 2 } };
    var b = a.clone();
    b.x = 5;
    b.y.z = 6;
    print(a, b);
    var l = [1, [2]];
    print(l.clone(), l.clone() === l);
    `,
    `
    { "x": 1, 
      "y": { "z": 6 }
     } { "x": 5, 
      "y": { "z": 6 }
     }
    [ 1, 
      [ 2 ]
     ] false
    `,
  ],
  [
    'toString and valueOf',
    `
    print(({}).toString(), "" + {}, String({ a: 1 }), ({}) + 1);
    var o = { toString: function () { return "text"; } };
    print("" + o, o + 1, \`\${o}\`, String(o), [o] + "");
    var v = { valueOf: function () { return 42; } };
    print(v + 1, v * 2, v > 41, -v, "" + v, \`\${v}\`);
    print(({}).valueOf() instanceof Object);
    `,
    `
    [object Object] [object Object] [object Object] [object Object]1
    text text1 text text text
    43 84 true -42 42 [object Object]
    true
    `,
  ],
  [
    'Object as a function',
    `
    var o = { a: 1 };
    print(Object(o) === o, typeof Object(5), typeof Object("a"), Object());
    print(new Object(), typeof new Object());
    `,
    `
    true number string {  }
    {  } object
    `,
  ],
  [
    'length of things',
    `
    print([1, 2].length, "abc".length, (function (a, b) {}).length, ({}).length, new Uint8Array(3).length);
    `,
    `
    2 3 2 undefined 3
    `,
  ],
  [
    'nested writing',
    `
    var o = {};
    o.a = {};
    o.a.b = [];
    o.a.b[2] = 1;
    print(o, o.a.b.length);
    `,
    `
    { 
      "a": { 
        "b": [ undefined, undefined, 1 ]
       }
     } 3
    `,
  ],
  [
    'a circle prints once',
    `
    var o = { n: 1 };
    o.self = o;
    print(o);
    var a = [1];
    a.push(a);
    print(a);
    `,
    `
    { "n": 1, 
      "self":  ... 
     }
    [ 1, 
       ... 
     ]
    `,
  ],
  [
    'compound assignment finds the place once',
    `
    var n = 0;
    function f() { n++; return { v: 1 }; }
    f().v += 5;
    print(n);
    var a = [1, 2], i = 0;
    a[i++] += 10;
    print(a, i);
    `,
    `
    1
    [ 11, 2 ] 1
    `,
  ],
  [
    'getOwnPropertyNames and descriptors',
    `
    print(Object.getOwnPropertyNames({ a: 1 }));
    var d = Object.getOwnPropertyDescriptors({ a: 1, b: 2 });
    print(Object.keys(d), d.a.value, d.b.writable);
    `,
    `
    [ 
      "a"
     ]
    [ 
      "a", 
      "b"
     ] 1 true
    `,
  ],
  [
    'defineProperties',
    `
    var o = {};
    Object.defineProperties(o, { a: { value: 1 }, b: { get: () => 2 } });
    print(o.a, o.b);
    `,
    `
    1 2
    `,
  ],
])

measured('assign and accessors', [
  [
    'assign copies what getters yield, and runs them without their object',
    `
    var t = { get a() { return 0; }, set a(x) { print("set", x); } };
    print(Object.assign({ b: 1 }, t));
    print(Object.assign({ _v: 1 }, { _v: 2, get a() { return this === global; } }));
    var o = Object.assign({}, t); o.a = 5; print(o);
    `,
    `
    { "b": 1, "a": 0 }
    { "_v": 2, "a": true }
    { "a": 5 }
    `,
  ],
  [
    'keys run no getters; values and entries run them without their object',
    `
    var o = { _v: 1, get a() { return this._v; }, get b() { print("ran"); return 3; } };
    print(Object.keys(o)); print(Object.values(o)); print(Object.entries(o));
    `,
    `
    [ 
      "_v", 
      "a", 
      "b"
     ]
    ran
    [ 1, undefined, 3 ]
    ran
    [ 
      [ 
        "_v", 
        1 ], 
      [ 
        "a", 
        undefined ], 
      [ 
        "b", 
        3 ]
     ]
    `,
  ],
])

measured('bind', [
  [
    'shares the prototype',
    `
    var g = function () {}; g.prototype.z = 2;
    var b = g.bind(null);
    print(b.prototype, b.prototype === g.prototype, E.getSizeOf(b), E.getSizeOf(g));
    print(new b().z);
    `,
    `
    { "z": 2 } true 7 5
    2
    `,
  ],
  [
    'of a class',
    `
    class Q { m() { return 1 } }
    var b = Q.bind(null);
    print(E.getSizeOf(b), E.getSizeOf(Q), new b().m());
    `,
    `
    15 10 1
    `,
  ],
  [
    'keeps the members of a native function',
    `
    var p = print; p.x = 1; p.prototype.y = 2;
    var b = p.bind(null, 3);
    print(b.x, b.prototype, E.getSizeOf(b), b.prototype === p.prototype);
    `,
    `
    1 { "y": 2 } 9 true
    `,
  ],
])

measured('the pins', [
  [
    'are listed behind the members of the root',
    `
    print(Object.keys(global).slice(-3).join(), Object.keys(global).filter(n => n[0] == "D").length);
    print(Object.values(global).slice(-3), JSON.stringify(Object.entries(global).slice(-3)));
    var D = []; for (var k in global) if (k[0] == "D") D.push(k);
    print(D.join());
    `,
    `
    D30,D31,D32 33
    [ D30, D31, D32 ] [["D30","D30"],["D31","D31"],["D32","D32"]]
    D
    `,
  ],
])

test('an ESP32 lists 40 pins', () => {
  expect(emulate('print(Object.keys(global).join())').stdout).toMatch(/,D0,D1,.*,D38,D39\n$/)
})
