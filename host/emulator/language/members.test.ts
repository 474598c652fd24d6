/**
 * Reading and writing members of every type of value (FACTS 3.1, 3.2).
 */
import { measured } from '../golden/measured.ts'

measured('members of primitives', [
  [
    'after a dot what is missing is undefined',
    `
    print("abc".x, (5).x, (1.5).x, true.x, D5.x, new Uint8Array(2).x, [].x, ({}).x, print.x);
    `,
    `
    undefined undefined undefined undefined undefined undefined undefined undefined undefined
    `,
  ],
  [
    'in brackets what is missing is an error',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => "abc"["x"]);
    t(() => "abc"[-1]);
    t(() => "abc"[1.5]);
    t(() => "abc"["a b"]);
    t(() => "abc"[undefined]);
    t(() => "abc"[null]);
    t(() => "abc"[true]);
    t(() => (5)["x"]);
    t(() => (5)[0]);
    t(() => (1.5)[0]);
    t(() => true["x"]);
    t(() => D5["x"]);
    t(() => new Uint8Array(2)["x"]);
    t(() => new Uint8Array(2)[-1]);
    t(() => new Uint8Array(2)[1.5]);
    t(() => new ArrayBuffer(2)["x"]);
    t(() => typeof "abc"["x"]);
    t(() => "abc"["x"]());
    `,
    `
    Error: Field or method "x" does not already exist, and can't create it on String
    Error: Field or method "-1" does not already exist, and can't create it on String
    Error: Field or method "1.5" does not already exist, and can't create it on String
    Error: Field or method "a b" does not already exist, and can't create it on String
    Error: Field or method "undefined" does not already exist, and can't create it on String
    Error: Field or method "null" does not already exist, and can't create it on String
    Error: Field or method "true" does not already exist, and can't create it on String
    Error: Field or method "x" does not already exist, and can't create it on Number
    Error: Field or method "0" does not already exist, and can't create it on Number
    Error: Field or method "0" does not already exist, and can't create it on Number
    Error: Field or method "x" does not already exist, and can't create it on Number
    Error: Field or method "x" does not already exist, and can't create it on Pin
    Error: Field or method "x" does not already exist, and can't create it on Uint8Array
    Error: Field or method "-1" does not already exist, and can't create it on Uint8Array
    Error: Field or method "1.5" does not already exist, and can't create it on Uint8Array
    Error: Field or method "x" does not already exist, and can't create it on ArrayBuffer
    Error: Field or method "x" does not already exist, and can't create it on String
    Error: Field or method "x" does not already exist, and can't create it on String
    `,
  ],
  [
    'elements beyond the end are undefined',
    `
    print(
      "abc"[3],
      "abc"[99],
      ""[0],
      new Uint8Array(2)[2],
      new Float64Array(1)[9],
      [1][5],
      new ArrayBuffer(2)[7],
    );
    `,
    `
    undefined undefined undefined undefined undefined undefined undefined
    `,
  ],
  [
    'containers have no limits',
    `
    print([1]["x"], [1][-1], ({})["x"], ({})[0], print["x"], (function () {})["x"]);
    `,
    `
    undefined undefined undefined undefined undefined undefined
    `,
  ],
  [
    'names and numbers in brackets',
    `
    print(
      "abc"["length"],
      "abc"["1"],
      [1, 2]["1"],
      [1, 2]["length"],
      "abc"["toUpperCase"](),
      (5)["toFixed"](1),
    );
    print([7, 8, 9][1.0], [7, 8, 9]["1.0"], [7, 8][true], [7, 8]["01"]);
    `,
    `
    3 b 2 2 ABC 5.0
    8 undefined undefined undefined
    `,
  ],
  [
    'writing characters',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    var s = "abc";
    t(() => s[1] = "x");
    t(() => s["1"] = "x");
    t(() => s[5] = "x");
    t(() => s[-1] = "x");
    t(() => s["a b"] = "x");
    t(() => s.name = "x");
    t(() => s.length = 1);
    t(() => s[1] += "x");
    t(() => s[1]++);
    print(s);
    `,
    `
    Error: Unable to assign value to non-reference String
    Error: Unable to assign value to non-reference String
    x
    Error: Field or method "-1" does not already exist, and can't create it on String
    Error: Field or method "a b" does not already exist, and can't create it on String
    x
    1
    Error: Unable to assign value to non-reference String
    Error: Unable to assign value to non-reference String
    abc
    `,
  ],
  [
    'writing to numbers, booleans, pins and typed arrays',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => (5).x = 1);
    t(() => (5)[0] = 1);
    t(() => true.x = 1);
    t(() => D5.x = 1);
    t(() => new Uint8Array(2).x = 1);
    t(() => new Uint8Array(2)["x"] = 1);
    t(() => new Uint8Array(2)[-1] = 1);
    t(() => new Uint8Array(2)[1.5] = 1);
    t(() => new ArrayBuffer(3).x = 1);
    `,
    `
    Error: Field or method "x" does not already exist, and can't create it on Number
    Error: Field or method "0" does not already exist, and can't create it on Number
    Error: Field or method "x" does not already exist, and can't create it on Number
    Error: Field or method "x" does not already exist, and can't create it on Pin
    Error: Field or method "x" does not already exist, and can't create it on Uint8Array
    Error: Field or method "x" does not already exist, and can't create it on Uint8Array
    Error: Field or method "-1" does not already exist, and can't create it on Uint8Array
    Error: Field or method "1.5" does not already exist, and can't create it on Uint8Array
    Error: Field or method "x" does not already exist, and can't create it on ArrayBuffer
    `,
  ],
  [
    'prototypes of primitives',
    `
    print("abc".__proto__ === String.prototype, (5).__proto__ === Number.prototype, [].__proto__ === Array.prototype);
    print(typeof "abc".constructor, "abc".constructor === String, (5).constructor === Number);
    `,
    `
    true true true
    function true true
    `,
  ],
])

measured('in', [
  [
    'names, indices, built-in members',
    `
    print(
      "a" in { a: 1 },
      "b" in { a: 1 },
      0 in [1],
      1 in [1],
      "0" in [1],
      "push" in [],
      "toString" in {},
    );
    print(
      "x" in 5,
      "toFixed" in 5,
      "x" in "abc",
      "charAt" in "abc",
      "length" in "abc",
      0 in "abc",
      1 in new Uint8Array(2),
      2 in new Uint8Array(2),
    );
    print("sin" in Math, "x" in Math, "x" in print, "call" in print);
    `,
    `
    true false true false true true true
    false true false true true false true false
    true false false true
    `,
  ],
  [
    'null and undefined have the methods of objects',
    `
    print("a" in undefined, "a" in null, "toString" in undefined, "hasOwnProperty" in null, "length" in undefined);
    `,
    `
    false false true true false
    `,
  ],
])

measured('operators', [
  [
    'arithmetic on integers and floats',
    `
    print(7 / 2, 6 / 2, 7 % 3, -7 % 3, 7 % -3, 7.5 % 2, -7.5 % 2, 5 % 0, 5.5 % 0);
    print(1 / 0, -1 / 0, 0 / 0, 1 / -0, 0 * -1, -0, 0 - 0);
    print(2147483647 + 1, -2147483648 - 1, 65536 * 65536, 2147483647 * 2147483647, -2147483648 * -1);
    print(0.1 + 0.2, 0.1 + 0.2 === 0.3, 0.1 + 0.7 === 0.8, 0.3 * 3 === 0.9, 1.1 * 3);
    print(5 - "2", "5" * 2, "a" * 1, null + 1, undefined + 1, true + true, [] + 1, [2] * [3], {} * 1);
    `,
    `
    3.5 3 1 -1 1 1.5 -1.5 NaN NaN
    Infinity -Infinity NaN Infinity 0 0 0
    2147483648 -2147483649 4294967296 4611686014132420608 2147483648
    0.3 true true false 3.3
    3 10 NaN 1 NaN 2 1 6 NaN
    `,
  ],
  [
    'bits wrap to 32',
    `
    print(1 << 31, 1 << 32, 1 << 33, 1 << -1, -1 >>> 0, -1 >>> 31, -1 >> 31, -5 >> 1, 5 >> 1);
    print(
      4294967295 | 0,
      4294967296 | 0,
      3e9 | 0,
      1e20 | 0,
      -3e9 | 0,
      NaN | 0,
      Infinity | 0,
      1.9 | 0,
      -1.9 | 0,
    );
    print(~0, ~5, ~-1, ~~3.7, ~NaN, ~"7", ~undefined);
    print(5 & 3, 5 | 3, 5 ^ 3, -1 & 255, 0xffffffff & 0xf0, 1.7 & 1, "6" & 3, null | 1, true | 2);
    `,
    `
    -2147483648 1 2 -2147483648 4294967295 1 -1 -3 2
    -1 0 -1294967296 0 1294967296 0 0 1 -1
    -1 -6 0 3 -1 -8 -1
    1 7 6 255 240 1 2 1 3
    `,
  ],
  [
    'comparing types',
    `
    print(
      1 == "1",
      0 == "",
      0 == null,
      null == undefined,
      "" == null,
      false == 0,
      true == 1,
      true == "1",
      NaN == NaN,
    );
    print(
      1 === 1.0,
      "a" === "a",
      null === null,
      undefined === undefined,
      null === undefined,
      NaN === NaN,
      0 === -0,
    );
    print([1] == 1, [1, 2] == "1,2", "1,2" == [1, 2], [] == 0, [] == "", {} == "[object Object]");
    print(new Uint8Array([1]) == new Uint8Array([1]), new Uint8Array([1]) === new Uint8Array([1]));
    print(print == print, print === console.log, Math.sin == Math.cos, D5 == 5, D5 === 5, D5 == D6);
    print(null == 0, null >= 0, null > 0, undefined == 0, undefined >= 0, undefined < 1);
    print(1 < 2 < 3, 3 > 2 > 1, "b" > "a", "10" > "9", 10 > "9", "a" > 1, NaN < 1, [2] > 1);
    `,
    `
    true true false true false true true true false
    true true true true false false true
    true true true false true false
    true true
    true true false true true false
    false true false false false false
    true false true false true false false true
    `,
  ],
  [
    'unary',
    `
    print(
      +"3",
      +"",
      +" ",
      +"x",
      +null,
      +undefined,
      +true,
      +[],
      +[5],
      +{},
      +"0x10",
      -"3",
      -null,
      -true,
      -undefined,
      -(-3),
    );
    print(!0, !"", !"a", !null, ![], !{}, !!NaN, !undefined);
    print(
      typeof 1,
      typeof 1.5,
      typeof "a",
      typeof null,
      typeof undefined,
      typeof {},
      typeof [],
      typeof print,
      typeof true,
      typeof D0,
      typeof /a/,
      typeof new Uint8Array(1),
    );
    print(void 0, void "x", typeof void 0);
    `,
    `
    3 0 NaN NaN 0 NaN 1 0 5 NaN 16 -3 0 -1 NaN 3
    true true false true false false false true
    number number string object undefined object object function boolean number object object
    undefined undefined undefined
    `,
  ],
  [
    'increment and decrement',
    `
    var a = 5;
    print(a++, a, ++a, a, a--, a, --a, a);
    var s = "5";
    print(s++, s, typeof s);
    var t = "5";
    print(++t, typeof t);
    var u;
    u++;
    print(u);
    var f = 1.5;
    f++;
    print(f, f--, f);
    var big = 2147483647;
    big++;
    print(big);
    `,
    `
    5 6 7 7 7 6 5 5
    5 6 number
    51 string
    NaN
    2.5 2.5 1.5
    2147483648
    `,
  ],
  [
    'compound assignment',
    `
    var a = 10;
    a += 5; print(a);
    a -= 3; print(a);
    a *= 2; print(a);
    a /= 4; print(a);
    a %= 4; print(a);
    a <<= 3; print(a);
    a >>= 1; print(a);
    a >>>= 1; print(a);
    a |= 9; print(a);
    a &= 12; print(a);
    a ^= 5; print(a);
    `,
    `
    15
    12
    24
    6
    2
    16
    8
    4
    13
    12
    9
    `,
  ],
  [
    'order of evaluation',
    `
    var log = "";
    function n(x) { log += x; return x; }
    n(1) + n(2) * n(3);
    n(4) < n(5) && n(6);
    [n(7), n(8)];
    ({ a: n(9) })[n("a")];
    print(log);
    var o = {};
    log = "";
    function p() { log += "p"; return o; }
    function v() { log += "v"; return 1; }
    p().x = v();
    p()[n("k")] = v();
    print(log, o);
    `,
    `
    123456789a
    pvpkv { "x": 1, "k": 1 }
    `,
  ],
  [
    'precedence',
    `
    print(
      1 + 2 * 3,
      (1 + 2) * 3,
      (2 + 3) << 1,
      1 | (2 ^ (3 & 4)),
      !1 + 1,
      -2 * -3,
      1 + +"2",
      10 - 2 - 3,
      (2 * 3) % 4,
      1 < 2 == true,
    );
    print(true || (false && false), 1 ? 2 : 3 ? 4 : 5, 5 & (3 == 3), typeof 1 + "x", 1, 2);
    `,
    `
    7 9 10 3 1 6 3 5 2 true
    true 2 1 numberx 1 2
    `,
  ],
])

measured('names that do not exist, in front of brackets', [
  [
    'an expression in brackets is computed before a name in front of them is missed',
    `
    try { v0[print("index")] = print("value"); } catch (e) { print(e.stack); }
    try { v0[print("index")].x; } catch (e) { print(e.toString()); }
    try { v0[print("index")] += 1; } catch (e) { print(e.toString()); }
    try { v0[print("index")](print("arg")); } catch (e) { print(e.toString()); }
    try { v0.a[print("index")]; } catch (e) { print(e.toString()); }
    var u; try { u[print("index")] = print("value"); } catch (e) { print(e.toString()); }
    `,
    `
    index
        at [raw] (:1:24)
    try { v0[print("index")] = print("value"); } catch (e) { pri...
                           ^

    index
    ReferenceError: "v0" is not defined
    index
    ReferenceError: "v0" is not defined
    index
    ReferenceError: "v0" is not defined
    ReferenceError: "v0" is not defined
    index
    Error: Field or method "undefined" does not already exist, and can't create it on undefined
    `,
  ],
  [
    'a getter whose function is called at once runs without its object',
    `
    var o = { _v: 1, get f() { print(this === o, this === global); return function () { return this._v; }; } };
    print(o.f(), o["f"]()); var f = o.f;
    class A { get g() { print(this === global); return () => 5; } }
    print(new A().g());
    var p = { _v: 1, get a() { return this._v; } };
    try { p.a(); } catch (e) { print(e.toString()); }
    `,
    `
    false true
    false true
    1 1
    true false
    false
    5
    Error: Function "a" not found!
    `,
  ],
])

measured('found by random programs', [
  [
    'elements are not inherited',
    `
    var o = Object.create({ a: 1, 3: 2, "12": 5 });
    for (var k in o) print(k, o[k]);
    print(o[3], o["3"], 3 in o, "a" in o);
    `,
    `
    a 1
    3 undefined
    12 undefined
    undefined undefined false true
    `,
  ],
  [
    'names in messages are quoted',
    `
    var o = {}, n = "\\x02\\xff\\n\\"'\\t";
    try { o[n](); } catch (e) { print(e.message); }
    try { undefined[n]; } catch (e) { print(e.message); }
    `,
    `
    Function "\\2\\xFF\\n\\"'\\t" not found!
    Field or method "\\2\\xFF\\n\\"'\\t" does not already exist, and can't create it on undefined
    `,
  ],
  [
    'functions in brackets keep their name',
    `
    var o = { f: function () { undefined.x; } }, f = () => { undefined.x; };
    try { (o.f)(); } catch (e) { print(e.stack); }
    try { (0, f)(); } catch (e) { print(e.stack); }
    try { ({}.f)(); } catch (e) { print(e.message); }
    `,
    `
        at f (:1:10)
    undefined.x;
             ^
        at [raw] (:2:13)
    try { (o.f)(); } catch (e) { print(e.stack); }
                ^

        at f (:1:10)
    undefined.x;
             ^
        at [raw] (:3:14)
    try { (0, f)(); } catch (e) { print(e.stack); }
                 ^

    Function "f" not found!
    `,
  ],
])
