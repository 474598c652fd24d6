/**
 * Typed arrays, ArrayBuffer and DataView (FACTS 2.1, 3.2, 4).
 */
import { measured } from '../golden/measured.ts'

measured('making', [
  [
    'from lengths, lists and buffers',
    `
    print(
      new Uint8Array(3),
      new Uint8Array([1, 2, 300, -1]),
      new Int8Array([127, 128, 255]),
      new Uint16Array([65536, -1]),
      new Int16Array([32768]),
    );
    print(
      new Uint32Array([-1, 4294967296]),
      new Int32Array([2147483648, 1.9, -1.9]),
      new Float32Array([0.1, 1e40]),
      new Float64Array([0.1, NaN]),
    );
    print(new Uint8ClampedArray([300, -5, 1.5, 2.5]), new Uint24Array([16777216, -1, 5]));
    print(
      new Uint8Array(new Uint16Array([1, 256])),
      new Uint8Array([1, "2", null, undefined, true, "x"]),
    );
    `,
    `
    new Uint8Array(3) new Uint8Array([1, 2, 44, 255]) new Int8Array([127, -128, -1]) new Uint16Array([0, 65535]) new Int16Array([-32768])
    new Uint32Array([4294967295, 0]) new Int32Array([-2147483648, 1, -1]) new Float32Array([0.10000000149, Infinity]) new Float64Array([0.1, NaN])
    new Uint8ClampedArray([255, 0, 1, 2]) new Uint24Array([0, 16777215, 5])
    new Uint8Array([1, 0]) new Uint8Array([1, 2, 0, 0, 1, 0])
    `,
  ],
  [
    'buffers are shared',
    `
    var b = new ArrayBuffer(8);
    var u8 = new Uint8Array(b), u16 = new Uint16Array(b, 2, 2);
    u16[0] = 0x1234;
    print(u8, u16.length, u16.byteOffset, u16.byteLength, u8.buffer === b, b.byteLength, b.length);
    print(new Uint16Array(b, 2), new Uint8Array(b, 6), new Uint8Array(b, 1, 2).length);
    `,
    `
    new Uint8Array([0, 0, 52, 18, 0, 0, 0, 0]) 2 2 4 true 8 8
    new Uint16Array([4660, 0, 0]) new Uint8Array(2) 2
    `,
  ],
  [
    'wrong arguments',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => new Uint8Array("abc"));
    t(() => new Uint8Array({}));
    t(() => new Uint8Array());
    t(() => new Uint8Array(-1));
    t(() => new ArrayBuffer(-1));
    t(() => new ArrayBuffer(70000).length);
    t(() => new ArrayBuffer(16777216));
    t(() => new Uint8Array(new ArrayBuffer(4), -1));
    t(() => new Uint8Array(new ArrayBuffer(4), 9).length);
    t(() => new Uint16Array(new ArrayBuffer(4), 1, 9).length);
    t(() => new Uint8Array(null));
    `,
    `
    Error: Unsupported first argument of type String
    Error: Unsupported first argument of type Object
    Error: Unsupported first argument of type undefined
    Error: Invalid length for ArrayBuffer
    Error: Invalid length for ArrayBuffer
    70000
    Error: ArrayBuffer too long
    Error: byteOffset too large (or negative)
    0
    9
    Error: Unsupported first argument of type null
    `,
  ],
  [
    'without new',
    `
    print(typeof Uint8Array(2), Uint8Array([1, 2]));
    `,
    `
    object new Uint8Array([1, 2])
    `,
  ],
])

measured('elements', [
  [
    'reading and writing',
    `
    var a = new Uint8Array(3);
    a[0] = 257;
    a[1] = -1;
    a[2] = "7";
    a[3] = 9;
    print(a, a[3], a[99], a.length);
    a[0] += 300;
    a[1]++;
    a[2] = null;
    print(a);
    a[0] = undefined;
    a[1] = [5];
    a[2] = true;
    print(a);
    `,
    `
    new Uint8Array([1, 255, 7]) undefined undefined 3
    new Uint8Array([45, 0, 0])
    new Uint8Array([0, 5, 1])
    `,
  ],
  [
    'floats',
    `
    var f = new Float32Array(2);
    f[0] = 0.1;
    f[1] = "1.5x";
    print(f[0], f[1], f[0] === 0.1, f);
    f[0] = 16777217;
    f[1] = -0;
    print(f[0], f[1], 1 / f[1]);
    `,
    `
    0.10000000149 NaN false new Float32Array([0.10000000149, NaN])
    16777216 0 Infinity
    `,
  ],
  [
    '32-bit integers without sign are floats when they are large',
    `
    var u = new Uint32Array([4294967295, 5]);
    print(u[0], u[0] | 0, u[0] === 4294967295, u[0] + 1, u[1]);
    u[0]--;
    print(u[0]);
    u[0] = 3e9;
    print(u[0]);
    u[0] = -1.5;
    print(u[0]);
    `,
    `
    4294967295 -1 true 4294967296 5
    4294967294
    3000000000
    4294967295
    `,
  ],
  [
    'walks',
    `
    var a = new Uint8Array([5, 6]);
    for (var k in a) print(k, typeof k, a[k]);
    for (var v of a) print(v);
    print(Object.keys(a), 0 in a, 5 in a, a.hasOwnProperty(0));
    `,
    `
    0 string 5
    1 string 6
    5
    6
    [ 
      "0", 
      "1"
     ] true false false
    `,
  ],
])

measured('methods', [
  [
    'set',
    `
    var a = new Uint8Array(5);
    a.set([1, 2], 1);
    print(a);
    a.set([9, 9, 9, 9], 3);
    print(a);
    a.set("AB");
    print(a);
    a.set(new Uint16Array([300]), 4);
    print(a);
    a.set([1], -1);
    print(a);
    try { a.set(5); } catch (e) { print(e.toString()); }
    `,
    `
    new Uint8Array([0, 1, 2, 0, 0])
    new Uint8Array([0, 1, 2, 9, 9])
    new Uint8Array([65, 66, 2, 9, 9])
    new Uint8Array([65, 66, 2, 9, 44])
    new Uint8Array([65, 66, 2, 9, 44])
    Error: First argument must be Array, not Number
    `,
  ],
  [
    'set on itself',
    `
    var a = new Uint8Array([1, 2, 3, 4]);
    a.set(a.subarray(0, 3), 1);
    print(a);
    `,
    `
    new Uint8Array([1, 1, 2, 3])
    `,
  ],
  [
    'subarray shares, slice copies into a plain array',
    `
    var a = new Uint8Array([1, 2, 3, 4]);
    var s = a.subarray(1, 3), c = a.slice(1, 3);
    s[0] = 9;
    print(a, s, c, Array.isArray(c), a.subarray(-2), a.subarray(2, 1), a.subarray(1, -1), a.subarray());
    `,
    `
    new Uint8Array([1, 9, 3, 4]) new Uint8Array([9, 3]) [ 2, 3 ] true new Uint8Array([3, 4]) new Uint8Array(0) new Uint8Array([9, 3]) new Uint8Array([1, 9, 3, 4])
    `,
  ],
  [
    'map keeps the type, filter does not',
    `
    var a = new Uint8Array([1, 2, 3]);
    print(a.map((x) => x * 100), a.filter((x) => x > 1), a.map((x) => undefined));
    `,
    `
    new Uint8Array([100, 200, 44]) [ 2, 3 ] new Uint8Array(3)
    `,
  ],
  [
    'sort, reverse, fill',
    `
    print(
      new Uint8Array([3, 1, 2]).sort(),
      new Float32Array([3, -1, 2]).sort(),
      new Int8Array([3, -1]).sort((a, b) => b - a),
      new Uint32Array([4294967295, 1]).sort(),
    );
    print(
      new Uint8Array([1, 2, 3]).reverse(),
      new Uint8Array(3).fill(7),
      new Uint8Array(3).fill(7, 1, 2),
      new Uint8Array(3).fill(300),
    );
    `,
    `
    new Uint8Array([1, 2, 3]) new Float32Array([-1, 2, 3]) new Int8Array([3, -1]) new Uint32Array([4294967295, 1])
    new Uint8Array([3, 2, 1]) new Uint8Array([7, 7, 7]) new Uint8Array([0, 7, 0]) new Uint8Array([44, 44, 44])
    `,
  ],
  [
    'searches',
    `
    var a = new Uint8Array([5, 6, 5]);
    print(
      a.indexOf(5),
      a.indexOf(5, 1),
      a.indexOf(9),
      a.indexOf(261),
      a.includes(6),
      a.find((x) => x > 5),
      a.findIndex((x) => x > 5),
      a.some((x) => x == 6),
      a.every((x) => x > 4),
    );
    print(
      new Float32Array([0.1]).indexOf(0.1),
      new Float64Array([0.5]).indexOf(0.5),
      new Uint32Array([4294967295]).indexOf(-1),
      new Int8Array([-1]).indexOf(255),
    );
    `,
    `
    0 2 -1 -1 true 6 1 true true
    -1 0 0 -1
    `,
  ],
  [
    'others',
    `
    print(
      a === undefined,
      new Uint8Array([1, 2]).join("-"),
      new Uint8Array([1, 2]).reduce((x, y) => x + y),
      new Uint8Array([1, 2]).toString(),
      "" + new Uint8Array([3, 4]),
    );
    new Uint8Array([1]).forEach((v, i, l) => print(v, i, l));
    print(
      new Uint8Array(1).at,
      new Uint8Array(1).concat,
      new Uint8Array(1).keys,
      new Uint8Array(1).lastIndexOf,
      new Uint8Array(1).BYTES_PER_ELEMENT,
    );
    `,
    `
    Uncaught ReferenceError: "a" is not defined
        at [raw] (:2:5)
      a === undefined,
        ^
    `,
  ],
  [
    'printing',
    `
    print(
      new Uint8Array(5),
      new Uint8Array([0, 0, 1]),
      new ArrayBuffer(3),
      new Uint8Array([1, 2]).buffer,
      [new Uint8Array(2)],
      { a: new Uint8Array([1]) },
    );
    `,
    `
    new Uint8Array(5) new Uint8Array([0, 0, 1]) new ArrayBuffer(3) new Uint8Array([1, 2]).buffer [ 
      new Uint8Array(2)
     ] { 
      "a": new Uint8Array([1])
     }
    `,
  ],
])

measured('DataView', [
  [
    'every type, both orders',
    `
    var b = new ArrayBuffer(16),
      d = new DataView(b),
      u = new Uint8Array(b);
    d.setUint8(0, 0x12);
    d.setInt8(1, -1);
    d.setUint16(2, 0x1234);
    d.setUint16(4, 0x1234, true);
    d.setInt32(6, -2);
    d.setUint32(10, 0x89abcdef, true);
    print(u);
    print(
      d.getUint8(0),
      d.getInt8(1),
      d.getUint16(2),
      d.getUint16(4, true),
      d.getInt32(6),
      d.getUint32(10, true),
      d.getInt16(6),
      d.getUint32(6),
    );
    d.setFloat32(0, 1.5);
    d.setFloat64(4, -0.1, true);
    print(u, d.getFloat32(0), d.getFloat64(4, true), d.getFloat32(0, true));
    `,
    `
    new Uint8Array([18, 255, 18, 52, 52, 18, 255, 255, 255, 254, 239, 205, 171, 137, 0, 0])
    18 -1 4660 4660 -2 2309737967 -1 4294967294
    new Uint8Array([63, 192, 0, 0, 154, 153, 153, 153, 153, 153, 185, 191, 171, 137, 0, 0]) 1.5 -0.1 6.89649039217e-41
    `,
  ],
  [
    'past the end',
    `
    var d = new DataView(new ArrayBuffer(4));
    d.setUint32(0, 0x01020304);
    print(d.getUint16(3), d.getUint32(2), d.getUint8(9), d.getFloat32(8));
    d.setUint16(3, 0xabcd);
    print(new Uint8Array(d.buffer));
    try { d.getUint8(-1); print("no error"); } catch (e) { print(e.toString()); }
    `,
    `
    1024 50593792 0 0
    new Uint8Array([1, 2, 3, 171])
    Error: byteOffset too large (or negative)
    `,
  ],
  [
    'with an offset',
    `
    var b = new ArrayBuffer(8);
    var d = new DataView(b, 2, 4);
    d.setUint8(0, 7);
    print(new Uint8Array(b), d.byteOffset, d.byteLength, d.buffer === b);
    try { new DataView(5); } catch (e) { print(e.toString()); }
    try { new DataView(new Uint8Array(2)); } catch (e) { print(e.toString()); }
    `,
    `
    new Uint8Array([0, 0, 7, 0, 0, 0, 0, 0]) 2 4 true
    TypeError: Expecting ArrayBuffer, got Number
    TypeError: Expecting ArrayBuffer, got Uint8Array
    `,
  ],
])

measured('found by random programs', [
  [
    'order of NaN',
    `
    print(new Float64Array([3, NaN, 1, 2, NaN, 0]).sort());
    print(new Float32Array([NaN, 1]).sort(), new Float64Array([1, NaN, 0]).sort());
    print(new Float64Array([1 / 0, 1, 1 / 0, -1 / 0]).sort(), [NaN, 2, 1].sort((a, b) => a - b));
    `,
    `
    new Float64Array([0, 1, 2, 3, NaN, NaN])
    new Float32Array([NaN, 1]) new Float64Array([0, 1, NaN])
    new Float64Array([-Infinity, 1, Infinity, Infinity]) [ NaN, 1, 2 ]
    `,
  ],
])
