/**
 * The natives of E for streams of numbers and bytes (FACTS 4).
 */
import { measured } from '../golden/measured.ts'

measured('sums', [
  [
    'sum',
    `
    print(
      E.sum([1, 2, 3]),
      E.sum([1.5, "2", true, null]),
      E.sum([]),
      E.sum([1, , 3]),
      E.sum("AB"),
      E.sum([1, "x"]),
    );
    print(
      E.sum(new Float32Array([0.5, 0.25])),
      E.sum(new Uint8Array([255, 255])),
      E.sum(new Int8Array([-5, 3])),
    );
    function t(f) {
      try {
        print(f());
      } catch (e) {
        print(e.toString());
      }
    }
    t(() => E.sum(5));
    t(() => E.sum({}));
    t(() => E.sum());
    t(() => E.sum(null));
    `,
    `
    6 4.5 0 4 131 NaN
    0.75 510 -2
    Error: First argument must be Array, not Number
    Error: First argument must be Array, not Object
    Error: First argument must be Array, not undefined
    Error: First argument must be Array, not null
    `,
  ],
  [
    'elements of 32 bits count with a sign',
    `
    var u = new Uint32Array([4294967295, 3]);
    print(E.sum(u), E.variance(u, 0), E.convolve(u, u, 0), E.convolve(u, [1, 1], 0), u.reduce((a, b) => a + b, 0));
    `,
    `
    2 10 10 2 4294967298
    `,
  ],
  [
    'variance is not divided',
    `
    print(
      E.variance([1, 2, 3, 4], 2.5),
      E.variance([5], 5),
      E.variance([], 0),
      E.variance([1, 2]),
      E.variance("ab", 97),
      E.variance(new Float64Array([1, 3]), 2),
    );
    try {
      E.variance(5, 1);
    } catch (e) {
      print(e.toString());
    }
    `,
    `
    5 0 0 NaN 1 2
    Error: First argument must iterable, not Number
    `,
  ],
  [
    'convolve is a product with a ring',
    `
    print(
      E.convolve([1, 2, 3], [10, 20, 30], 0),
      E.convolve([1, 2, 3], [10, 20, 30], 1),
      E.convolve([1, 2, 3], [10, 20, 30], -1),
      E.convolve([1], [1, 2, 3, 4], 2),
      E.convolve([1, 2, 3, 4], [1, 2], 1),
    );
    print(E.convolve(new Float32Array([0.5, 1]), [2, 4], 5), E.convolve([], [1], 0));
    try {
      E.convolve(5, [1], 0);
    } catch (e) {
      print(e.toString());
    }
    `,
    `
    140 110 110 3 14
    4 0
    Error: Expecting first 2 arguments to be iterable, not Number and Array
    `,
  ],
  [
    'clip',
    `
    print(
      E.clip(5, 0, 3),
      E.clip(-5, 0, 3),
      E.clip(1.5, 0, 3),
      E.clip(NaN, 0, 3),
      E.clip("2", 0, 3),
      E.clip(5),
    );
    `,
    `
    3 0 1.5 NaN 2 5
    `,
  ],
])

measured('bytes', [
  [
    'toString makes flat strings',
    `
    print(
      E.toString([65, 66]),
      E.toString("a", [98, [99]]),
      E.toString({ data: "x", count: 3 }),
      E.toString(new Uint8Array([72, 105])),
      E.toString(300, -1).length,
    );
    print(
      E.getSizeOf(E.toString("x".repeat(19))),
      E.getSizeOf(E.toString("x".repeat(20), "")),
      E.getSizeOf(E.toFlatString("ab")),
      E.getSizeOf("x".repeat(20)),
    );
    try {
      E.toString({});
    } catch (e) {
      print(e.toString());
    }
    try {
      E.toString(undefined);
    } catch (e) {
      print(e.toString());
    }
    `,
    `
    AB abc xxx Hi 2
    2 3 2 3
    TypeError: If specifying an object, it must be of the form {data : ..., count : N} or {callback : fn} - got {  }
    TypeError: Expecting Number or iterable, got undefined
    `,
  ],
  [
    'toUint8Array and toArrayBuffer',
    `
    print(
      E.toUint8Array([1, [2, 3]], "A", 300),
      E.toUint8Array(),
      E.toUint8Array({ data: [1, 2], count: 2 }),
      E.toUint8Array("abc"),
    );
    print(E.toArrayBuffer("abc"), new Uint8Array(E.toArrayBuffer("abc")), E.toArrayBuffer(5));
    try {
      E.toUint8Array(null);
    } catch (e) {
      print(e.toString());
    }
    `,
    `
    new Uint8Array([1, 2, 3, 65, 44]) new Uint8Array(0) new Uint8Array([1, 2, 1, 2]) new Uint8Array([97, 98, 99])
    new Uint8Array([97, 98, 99]).buffer new Uint8Array([97, 98, 99]) undefined
    TypeError: Expecting Number or iterable, got null
    `,
  ],
  [
    'a typed array, its text and the buffer of that text share their bytes',
    `
    var u = new Uint8Array(30), s = E.toString(u), b = new Uint8Array(E.toArrayBuffer(s));
    b[0] = 65;
    u[1] = 66;
    print(u[0], JSON.stringify(s.substr(0, 2)), s.length, b[1], E.toArrayBuffer(s) == E.toArrayBuffer(s));
    `,
    `
    65 "AB" 30 66 true
    `,
  ],
  [
    'CRC32',
    `
    print(
      E.CRC32("hello"),
      E.CRC32(""),
      E.CRC32([104, 101, 108, 108, 111]),
      E.CRC32(new Uint8Array([255])),
      E.CRC32("123456789"),
      E.CRC32([256 + 104]),
    );
    print(typeof E.CRC32("hello"), E.CRC32(5), E.CRC32());
    `,
    `
    907060870 0 907060870 4278190080 3421780262 2439710439
    number undefined undefined
    `,
  ],
  [
    'reverseByte',
    `
    print(
      E.reverseByte(1),
      E.reverseByte(0x12),
      E.reverseByte(255),
      E.reverseByte(256),
      E.reverseByte(-1),
      E.reverseByte("3"),
    );
    `,
    `
    128 72 255 0 255 192
    `,
  ],
  [
    'mapInPlace',
    `
    var a = new Uint8Array([1, 2, 3]), b = new Uint16Array(3);
    E.mapInPlace(a, b, (x) => x * 100);
    print(b);
    E.mapInPlace(a, a, [9, 8, 7, 6]);
    print(a);
    E.mapInPlace(new Uint8Array([0, 1]), a, new Uint8Array([5, 6]));
    print(a);
    E.mapInPlace(new Uint8Array([1, 2]), a);
    print(a);
    `,
    `
    new Uint16Array([100, 200, 300])
    new Uint8Array([8, 7, 6])
    new Uint8Array([5, 6, 6])
    new Uint8Array([1, 2, 6])
    `,
  ],
  [
    'mapInPlace with bits',
    `
    var n = new Uint8Array(8);
    E.mapInPlace(new Uint8Array([0x12, 0x34]), n, undefined, 4);
    print(n);
    E.mapInPlace(new Uint8Array([0x81]), n, undefined, 1);
    print(n);
    E.mapInPlace(new Uint8Array([0x12, 0x34]), n, undefined, -4);
    print(n);
    var w = new Uint16Array(2);
    E.mapInPlace(new Uint8Array([1, 2, 3, 4]), w, undefined, 16);
    print(w);
    var f = new Float32Array(2);
    E.mapInPlace(new Uint8Array([1, 2]), f, (x, i) => x / 4 + i);
    print(f);
    try { E.mapInPlace([1], [2]); } catch (e) { print(e.toString()); }
    try { E.mapInPlace(a, a, 5); } catch (e) { print(e.toString()); }
    `,
    `
    new Uint8Array([1, 2, 3, 4, 0, 0, 0, 0])
    new Uint8Array([1, 0, 0, 0, 0, 0, 0, 1])
    new Uint8Array([2, 1, 4, 3, 0, 0, 0, 1])
    new Uint16Array([258, 772])
    new Float32Array([0.25, 1.5])
    Error: First 2 arguments should be array buffers
    ReferenceError: "a" is not defined
    `,
  ],
  [
    'mapInPlace of 32 bits keeps nothing',
    `
    var u = new Uint32Array([5, 6]);
    E.mapInPlace(u, u, (x) => x);
    print(u);
    `,
    `
    new Uint32Array(2)
    `,
  ],
  [
    'HSBtoRGB',
    `
    print(
      E.HSBtoRGB(0, 1, 1),
      E.HSBtoRGB(0.33, 1, 1),
      E.HSBtoRGB(0.5, 0.5, 0.5),
      E.HSBtoRGB(0.9, 0, 1),
      E.HSBtoRGB(1.25, 1, 1),
    );
    `,
    `
    255 65285 8355647 16777215 65407
    `,
  ],
])

measured('flags and sizes', [
  [
    'flags',
    `
    print(E.getFlags());
    E.setFlags({ pretokenise: 1 });
    print(E.getFlags().pretokenise);
    E.setFlags({ pretokenise: 0, nonsense: 1 });
    print(E.getFlags().pretokenise, E.getFlags().nonsense);
    `,
    `
    { "deepSleep": 0, "unsafeFlash": 0, "unsyncFiles": 0, "pretokenise": 0, 
      "jitDebug": 0, "onErrorSave": 0, "onErrorFlash": 0 }
    1
    0 undefined
    `,
  ],
  [
    'error flags',
    `
    print(E.getErrorFlags());
    `,
    `
    [  ]
    `,
  ],
  [
    'getSizeOf',
    `
    print(
      E.getSizeOf(1),
      E.getSizeOf("abc"),
      E.getSizeOf([]),
      E.getSizeOf({}),
      E.getSizeOf([1, 2, 3]),
      E.getSizeOf({ a: 1.5 }),
      E.getSizeOf(undefined),
      E.getSizeOf(null),
    );
    print(E.getSizeOf({ a: [1.5], b: "0123456789" }, 1));
    print(E.getSizeOf([1.5, "a"], 1));
    `,
    `
    1 1 1 1 4 3 0 1
    [ 
      { 
        "name": "a", 
        "size": 4 }, 
      { 
        "name": "b", 
        "size": 3 }
     ]
    [ 
      { 
        "name": "0", 
        "size": 2 }, 
      { 
        "name": "1", 
        "size": 2 }
     ]
    `,
  ],
  [
    'srand and hwRand',
    `
    print(typeof E.hwRand(), E.srand(5));
    `,
    `
    number undefined
    `,
  ],
  [
    'pretokenised functions print without white space',
    `
    E.setFlags({ pretokenise: 1 });
    function f(a, b) {
      // a comment
      var sum = a + b;
      return   sum;
    }
    E.setFlags({ pretokenise: 0 });
    print(f, f(1, 2));
    function g(a) { "ram"; return a  +  1; }
    print(g, g(1));
    `,
    `
    function (a,b) {var sum=a+b;return sum;} 3
    function (a) {return a+1;} 2
    `,
  ],
])
