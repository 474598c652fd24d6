/** Natives with arguments that nobody would give them on purpose. */
import { measured } from '../golden/measured.ts'

measured('objects and functions as lists', [
  [
    'objects count by what they hold',
    `
    print(btoa({ a: 1, b: 255 }), E.CRC32({ a: 1 }) === E.CRC32([1]), E.CRC32({ a: 1, b: "x" }), E.CRC32(/a/), btoa({}));
    print(E.variance({ a: 1, b: 3 }, 2), E.convolve({ a: 1, b: 2 }, [3, 4], 0));
    `,
    `
    Af8= true 1489118142 4282505490 
    2 11
    `,
  ],
  [
    'functions by their text, unless they have parameters',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => E.toString(function () { abc }));
    t(() => E.toString(function (a) { abc }));
    t(() => E.toString(print));
    t(() => E.toUint8Array(function () {}));
    `,
    `
    abc 
    TypeError: Expecting Number or iterable, got undefined

    new Uint8Array(0)
    `,
  ],
])

measured('numbers out of range', [
  [
    'bounds that contradict each other',
    `
    print(Math.clip(3, 2147483647, 3), E.clip(3, 5, 1), Math.clip(1, NaN, 0), E.clip(NaN, 1, 2));
    `,
    `
    3 1 0 NaN
    `,
  ],
  [
    'HSBtoRGB',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => E.HSBtoRGB());
    t(() => E.HSBtoRGB(0.3, 0.5, 0.7));
    t(() => E.HSBtoRGB(0.3, 0.5, 0.7, 1));
    t(() => E.HSBtoRGB(0.3, 0.5, 0.7, 16));
    t(() => E.HSBtoRGB(0.3, 0.5, 0.7, 24));
    t(() => E.HSBtoRGB(0.3, 0.5, 0.7, 5));
    t(() => E.HSBtoRGB(Infinity, 5, -1e9));
    t(() => E.HSBtoRGB(0, 0, 2));
    t(() => E.HSBtoRGB(5, 0, 0));
    t(() => E.HSBtoRGB(-1.2, NaN, 1));
    `,
    `
    0
    5878379
    [ 107, 178, 89 ]
    28043
    5878379
    Error: HSBtoRGB's format arg expects undefined/1/16/24
    0
    33554430
    0
    -2130771968
    `,
  ],
  [
    'lengths of typed arrays are reckoned in 32 bits and kept in 24',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => new Float32Array(-1e9));
    t(() => new Int16Array(2147483647));
    t(() => new Int16Array(3e9));
    t(() => new Float64Array(536870913).length);
    t(() => new Uint8Array([1, 2, 3]).subarray(1, 1000).length);
    t(() => new Uint8Array([1, 2, 3]).subarray(0, 1e9).length);
    t(() => new Uint8Array(new ArrayBuffer(4), 0, -5).length);
    t(() => new Uint8Array(new ArrayBuffer(4), 2, 100).length);
    `,
    `
    Error: ArrayBuffer too long
    Error: Invalid length for ArrayBuffer
    Error: ArrayBuffer too long
    1
    999
    10144256
    16777211
    100
    `,
  ],
  [
    'positions far outside of a string',
    `
    print("abc".indexOf("c", -1e9), "abc".substr(-1e9, 1e9), "abc".slice(-1e9), "abc".lastIndexOf("a", 1e9), "abc".indexOf("", -1e9));
    `,
    `
    2 abc abc 0 0
    `,
  ],
  [
    'orders by a difference of 32 bits',
    `
    print(new Int32Array([1, -2147483648]).sort(), new Uint32Array([1, 4294967295, 5]).sort());
    `,
    `
    new Int32Array([1, -2147483648]) new Uint32Array([4294967295, 1, 5])
    `,
  ],
])

measured('what is missing or of another kind', [
  [
    'match without a pattern',
    `
    print("abc".match(), "abc".match(undefined), "abc".match(null));
    `,
    `
    undefined undefined null
    `,
  ],
  [
    'map of typed arrays wants an object for this',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => new Uint8Array(2).map((x) => x + 1, 5));
    t(() => new Uint8Array(2).map(function () { return this.n }, { n: 7 }));
    `,
    `
    Error: Second argument must be Object or undefined
    new Uint8Array([7, 7])
    `,
  ],
])

measured('files', [
  [
    'of a typed array in one piece as many bytes are written as it has elements',
    `
    var s = require("Storage");
    function w(a) { s.write("a", a); return s.read("a").split("").map((c) => c.charCodeAt(0)).join(); }
    print(w(new Uint16Array([1, 2, 3])));
    print(w(new Uint16Array([1, 2, 3, 4, 300])));
    print(w(new Uint16Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 300])));
    print(w(new Uint32Array([4294967295, 1])), w(new Float32Array([1, 2])), w(new Uint8Array([1, 2, 3, 4]).buffer));
    `,
    `
    1,0,2
    1,2,3,4,44
    1,0,2,0,3,0,4,0,5,0
    255,255 0,0 1,2,3,4
    `,
  ],
  [
    'splice with a count below 0 leaves a gap',
    `
    function s(a, i, n) { var r = a.splice(i, n, "x"); print(JSON.stringify([r, a]), a.length); }
    s([1, 2, 3], 10, 1);
    s([1, 2, 3], -10, 1);
    s([1, 2, 3], 1, -5);
    s([1, 2, 3], 5, -1);
    var a = [1, 2, 3];
    a.splice(1, -20000, "x");
    print(a.length, a[0], a[1], a[20002], a[20003], a[2]);
    `,
    `
    [[],[1,2,3,"x"]] 4
    [[1],["x",2,3]] 3
    [[],[1,"x",null,null,null,null,null,2,3]] 9
    [[],[1,2,3,"x",null]] 5
    20004 1 x 2 3 undefined
    `,
  ],
])
