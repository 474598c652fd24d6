/** What assignments yield (FACTS 3.2). */
import { measured } from '../golden/measured.ts'

measured('the value of an assignment is read again', [
  [
    'elements of typed arrays',
    `
    var u = new Int8Array(2), f = new Float32Array(1), c = new Uint8ClampedArray(1), a = [];
    print(new Uint8Array(2)[0] = 300, u[1] = 200, u[0] += 400, ++u[0], u[0]++, u[5] = 3, u["1"] = 300);
    print(f[0] = 0.1, c[0] = 300, a[0] = u[1] = 70000, a);
    `,
    `
    44 -56 -112 -111 -111 undefined 44
    0.10000000149 255 112 [ 112 ]
    `,
  ],
  [
    'getters run after each assignment, wanted or not',
    `
    var o = { get a() { print("get"); return 7; }, set a(x) { print("set", x); } };
    o.a = 1;
    print("=", o.a = 2);
    o.a -= 1;
    print("+=");
    o.a += 4;
    print("++");
    ++o.a;
    print(++o.a, o.a++);
    `,
    `
    set 1
    get
    set 2
    get
    = 7
    get
    set 6
    get
    +=
    get
    get
    set 11
    get
    ++
    get
    set 8
    get
    set 8
    get
    get
    set 8
    7 7
    `,
  ],
  [
    'inherited ones too',
    `
    class A { get w() { print("get"); return this.q + 1; } set w(x) { this.q = x; } }
    var o = new A(), w = "w";
    print(o.w = 4, o[w] = 5, o.w += 1, ++o.w);
    `,
    `
    get
    get
    get
    get
    get
    get
    get
    5 6 8 10
    `,
  ],
  [
    'a setter without a getter yields undefined',
    `
    var o = { set a(x) { print("set", x); } };
    print(o.a = 4);
    `,
    `
    set 4
    undefined
    `,
  ],
  [
    'what has no names refuses them before the value is computed',
    `
    var u = new Int8Array(2);
    try { u[-1] = print("value"); } catch (e) { print(e.message); }
    try { "abc"["x"] = print("value"); } catch (e) { print(e.message); }
    try { (5)["x"] = print("value"); } catch (e) { print(e.message); }
    u[9] = print("value");
    `,
    `
    Field or method "-1" does not already exist, and can't create it on Int8Array
    Field or method "x" does not already exist, and can't create it on String
    Field or method "x" does not already exist, and can't create it on Number
    value
    `,
  ],
])

measured('getters that throw, and typed arrays without elements', [
  [
    'the setter still runs, with what undefined gives',
    `
    var o = { get a() { throw 1; }, set a(x) { print("set", x); } };
    try { o.a++; } catch (e) { print(e); }
    try { --o.a; } catch (e) { print(e); }
    try { o.a += 1; } catch (e) { print(e); }
    try { o.a |= 1; } catch (e) { print(e); }
    try { o["a"] += "x"; } catch (e) { print(e); }
    `,
    `
    set NaN
    1
    set NaN
    1
    set NaN
    1
    set 1
    1
    set undefinedx
    1
    `,
  ],
  [
    'a typed array without elements yields zeros unless its elements are bytes',
    `
    var i = new Int32Array(0), b = new Uint8Array(0), f = new Float64Array([]);
    print(i[0], i[5], b[0], f[0], i[0] = 5, b[0] = 5, i);
    `,
    `
    0 0 undefined 0 0 undefined new Int32Array(0)
    `,
  ],
])
