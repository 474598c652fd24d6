/**
 * Array (FACTS 3.2): arrays are lists of names with an index.
 */
import { measured } from '../golden/measured.ts'

measured('making arrays', [
  [
    'literals and holes',
    `
    print([], [1], [1, 2,], [, 1], [1, , 3], [,], [, ,].length);
    print([1, , 3].length, [1, , 3][1], 1 in [1, , 3]);
    `,
    `
    [  ] [ 1 ] [ 1, 2 ] [ undefined, 1 ] [ 1, undefined, 3 ] [ undefined ] 2
    3 undefined false
    `,
  ],
  [
    'the constructor',
    `
    print(new Array(3), new Array(3).length, Array(2).length, new Array(1, 2), new Array("3"), new Array());
    try { new Array(-1); } catch (e) { print(e.toString()); }
    try { new Array(1.5); } catch (e) { print(e.toString()); }
    `,
    `
    [ undefined, undefined, undefined ] 3 2 [ 1, 2 ] [ 
      "3"
     ] [  ]
    Error: Invalid array length
    Error: Invalid array length
    `,
  ],
  [
    'isArray',
    `
    print(
      Array.isArray([]),
      Array.isArray(new Uint8Array(1)),
      Array.isArray("a"),
      Array.isArray({}),
      Array.isArray(),
    );
    `,
    `
    true false false false false
    `,
  ],
  [
    'what is missing',
    `
    print(
      Array.from,
      Array.of,
      [].flat,
      [].flatMap,
      [].at,
      [].lastIndexOf,
      [].reduceRight,
      [].entries,
      [].keys,
      [].copyWithin,
      [].findLast,
    );
    `,
    `
    undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined undefined
    `,
  ],
  [
    'writing beyond the end',
    `
    var a = [];
    a[3] = 1;
    print(a, a.length);
    a[0] = 0;
    print(a);
    a[-1] = "negative";
    a["x"] = "named";
    print(a.length, a[-1], a.x, a);
    `,
    `
    [ undefined, undefined, undefined, 1 ] 4
    [ 0, undefined, undefined, 1 ]
    4 negative named [ 0, undefined, undefined, 1, 
      "-1": "negative", 
      "x": "named" ]
    `,
  ],
  [
    'length cannot be set',
    `
    var a = [1, 2, 3];
    try { a.length = 1; } catch (e) { print(e.toString()); }
    print(a.length);
    `,
    `
    TypeError: Assignment to a constant
    3
    `,
  ],
  [
    'indices that are text',
    `
    var a = [];
    a["0"] = "zero";
    a["01"] = "not an index";
    a[1.0] = "one";
    print(a[0], a["1"], a.length, Object.keys(a));
    `,
    `
    zero one 2 [ 
      "0", 
      "1", 
      "01"
     ]
    `,
  ],
  [
    'large indices',
    `
    var a = [];
    a[100000] = 1;
    print(a.length, a[100000], a[99999], process.memory().usage < 200);
    `,
    `
    100001 1 undefined true
    `,
  ],
])

measured('push, pop, shift, unshift, splice', [
  [
    'at both ends',
    `
    var a = [1];
    print(a.push(2), a.push(3, 4), a.push(), a);
    print(a.pop(), a.shift(), a);
    print(a.unshift(0), a.unshift(-2, -1), a);
    print([].pop(), [].shift(), [].unshift(), [].push());
    `,
    `
    2 4 4 [ 1, 2, 3, 4 ]
    4 1 [ 2, 3 ]
    3 5 [ -2, -1, 0, 2, 3 ]
    undefined undefined 0 0
    `,
  ],
  [
    'shift through',
    `
    var q = [];
    for (var i = 0; i < 5; i++) q.push(i);
    while (q.length) print(q.shift(), q.length);
    `,
    `
    0 4
    1 3
    2 2
    3 1
    4 0
    `,
  ],
  [
    'splice',
    `
    var a = [0, 1, 2, 3, 4, 5];
    print(a.splice(1, 2), a);
    print(a.splice(1, 0, "a", "b"), a);
    print(a.splice(-2, 1), a);
    print(a.splice(2), a);
    print(a.splice(0, 1, "x", "y", "z"), a);
    print(a.splice(99, 1, "end"), a);
    print(a.splice(), a.length);
    `,
    `
    [ 1, 2 ] [ 0, 3, 4, 5 ]
    [  ] [ 0, 
      "a", 
      "b", 
      3, 4, 5 ]
    [ 4 ] [ 0, 
      "a", 
      "b", 
      3, 5 ]
    [ 
      "b", 
      3, 5 ] [ 0, 
      "a"
     ]
    [ 0 ] [ 
      "x", 
      "y", 
      "z", 
      "a"
     ]
    [  ] [ 
      "x", 
      "y", 
      "z", 
      "a", 
      "end"
     ]
    [ 
      "x", 
      "y", 
      "z", 
      "a", 
      "end"
     ] 0
    `,
  ],
  [
    'splice with odd counts',
    `
    var a = [1, 2, 3];
    print(a.splice(0, -1), a, a.splice(1, 99), a, a.splice(0, undefined), a);
    `,
    `
    [  ] [  ] [ 1, 2, 3 ] [  ] [  ] [  ]
    `,
  ],
])

measured('copies', [
  [
    'slice',
    `
    var a = [0, 1, 2, 3];
    print(
      a.slice(),
      a.slice(1),
      a.slice(1, 3),
      a.slice(-2),
      a.slice(1, -1),
      a.slice(9),
      a.slice(2, 1),
      a.slice(-9, 2),
    );
    print(a.slice() === a, [[1]].slice()[0] === a);
    print([1, , 3].slice(), [].slice.call("abc", 1), new Uint8Array([1, 2, 3]).slice(1));
    `,
    `
    [ 0, 1, 2, 3 ] [ 1, 2, 3 ] [ 1, 2 ] [ 2, 3 ] [ 1, 2 ] [  ] [  ] [ 0, 1 ]
    false false
    [ 1, undefined, 3 ] [ 
      "b", 
      "c"
     ] [ 2, 3 ]
    `,
  ],
  [
    'concat',
    `
    print([1].concat([2], 3, [[4]]), [1].concat(), [].concat("ab"), [1, , 2].concat([, 3]));
    print([1].concat(new Uint8Array([2, 3])), [1].concat({ a: 1 }));
    `,
    `
    [ 1, 2, 3, 
      [ 4 ]
     ] [ 1 ] [ 
      "ab"
     ] [ 1, 2, 3 ]
    [ 1, 
      new Uint8Array([2, 3])
     ] [ 1, 
      { "a": 1 }
     ]
    `,
  ],
  [
    'reverse is in place',
    `
    var a = [1, 2, 3];
    print(a.reverse() === a, a, [].reverse(), [1, , 3].reverse());
    `,
    `
    true [ 3, 2, 1 ] [  ] [ 3, undefined, 1 ]
    `,
  ],
  [
    'fill',
    `
    print(
      new Array(3).fill(0),
      [1, 2, 3].fill(9, 1),
      [1, 2, 3].fill(9, 0, 1),
      [1, 2, 3].fill(9, -1),
      [1, 2, 3].fill(),
    );
    var a = [1, 2];
    print(a.fill(5) === a);
    `,
    `
    [ 0, 0, 0 ] [ 1, 9, 9 ] [ 9, 2, 3 ] [ 1, 2, 9 ] [ undefined, undefined, undefined ]
    true
    `,
  ],
  [
    'join and toString',
    `
    print([1, 2].join(), [1, 2].join(""), [1, null, undefined, , "a"].join("-"), [[1, 2], [3]].join(";"));
    print("" + [1, [2, 3]], String([]), [1, 2].toString(), [{}] + "", [null] + "", [1.5, true] + "");
    `,
    `
    1,2 12 1----a 1,2;3
    1,2,3  1,2 [object Object]  1.5,true
    `,
  ],
])

measured('search', [
  [
    'indexOf and includes',
    `
    print(
      [1, 2, 1].indexOf(1),
      [1, 2, 1].indexOf(1, 1),
      [1].indexOf(9),
      ["1"].indexOf(1),
      [NaN].indexOf(NaN),
    );
    print(
      [1, 2].includes(2),
      [NaN].includes(NaN),
      [undefined].includes(undefined),
      [, 1].includes(undefined),
      ["a"].includes("a"),
    );
    print([null].indexOf(undefined), [1.0].indexOf(1), [true].indexOf(1), [[1]].indexOf([1]));
    print([1, 2, 3].indexOf(3, -1), [1, 2, 3].includes(1, 1));
    `,
    `
    0 2 -1 -1 -1
    true true true true true
    -1 0 -1 -1
    2 false
    `,
  ],
  [
    'find and findIndex',
    `
    print(
      [1, 5, 9].find((x) => x > 3),
      [1].find((x) => x > 3),
      [1, 5, 9].findIndex((x) => x > 3),
      [1].findIndex((x) => x > 3),
    );
    print(
      [0, 1].find((x) => x === 0),
      [].find((x) => true),
    );
    `,
    `
    5 undefined 1 -1
    0 undefined
    `,
  ],
  [
    'some and every',
    `
    print(
      [1, 2].some((x) => x > 1),
      [1, 2].every((x) => x > 1),
      [].some((x) => true),
      [].every((x) => false),
    );
    var n = 0;
    [1, 2, 3].some((x) => {
      n++;
      return x == 2;
    });
    print(n);
    n = 0;
    [1, 2, 3].every((x) => {
      n++;
      return x < 2;
    });
    print(n);
    `,
    `
    true false false true
    2
    2
    `,
  ],
])

measured('callbacks', [
  [
    'map, filter, forEach, reduce',
    `
    print([1, 2, 3].map((x) => x * 2), [1, 2, 3].filter((x) => x % 2), [1, 2, 3].reduce((a, b) => a + b));
    print([1, 2, 3].reduce((a, b) => a + b, 10), ["a", "b"].reduce((a, b) => a + b, ""));
    [7, 8].forEach((v, i, list) => print(v, i, list));
    try { [].reduce((a, b) => a); } catch (e) { print(e.toString()); }
    `,
    `
    [ 2, 4, 6 ] [ 1, 3 ] 6
    16 ab
    7 0 [ 7, 8 ]
    8 1 [ 7, 8 ]
    Error: Used on empty array with no initial value
    `,
  ],
  [
    'arguments of callbacks',
    `
    [5].map(function () { print(arguments.length); });
    ["10", "10", "10"].map(parseInt).forEach((x) => print(x));
    `,
    `
    3
    10
    NaN
    2
    `,
  ],
  [
    'this of callbacks',
    `
    [1].forEach(function () { print(this.n); }, { n: 5 });
    [1].forEach(function () { print(this === global); });
    try { [1].forEach(function () {}, 5); } catch (e) { print(e.toString()); }
    `,
    `
    5
    true
    Error: Second argument must be Object or undefined
    `,
  ],
  [
    'holes are skipped',
    `
    print([1, , 3].map((x) => x * 2));
    [1, , 3].forEach((x, i) => print(i, x));
    print([1, , 3].filter((x) => true), [1, , 3].reduce((a, b) => a + b));
    `,
    `
    [ 2, undefined, 6 ]
    0 1
    2 3
    [ 1, 3 ] 4
    `,
  ],
  [
    'not a function',
    `
    for (var f of ["map", "filter", "forEach", "reduce", "some", "every", "find", "findIndex"]) {
      try { [1][f](5); } catch (e) { print(f, e.toString()); }
    }
    `,
    `
    map Error: First argument must be a function
    filter Error: First argument must be a function
    forEach Error: First argument must be a function
    reduce Error: First argument must be a function
    some Error: First argument must be a function
    every Error: First argument must be a function
    find Error: First argument must be a function
    findIndex Error: First argument must be a function
    `,
  ],
  [
    'the array changes meanwhile',
    `
    var a = [1, 2, 3, 4];
    a.forEach((x) => { a.pop(); print(x); });
    a = [1, 2];
    print(a.map((x) => { if (x < 9) a.push(x + 5); return x; }), a);
    var a = [1, 2, 3];
    for (var i in a) { delete a[i]; print(i); }
    print(a);
    `,
    `
    1
    2
    3
    [ 1, 2, 6, 7, 11, 12 ] [ 1, 2, 6, 7, 11, 12 ]
    0
    [ undefined, 2, 3 ]
    `,
  ],
  [
    'reduce with index and array',
    `
    [5, 6].reduce((acc, v, i, list) => { print(acc, v, i, list.length); return acc + v; }, 0);
    [5, 6].reduce((acc, v, i) => { print(acc, v, i); return acc + v; });
    `,
    `
    0 5 0 2
    5 6 1 2
    5 6 1
    `,
  ],
])

measured('sort (FACTS 3.2)', [
  [
    'text order without a function',
    `
    print(
      [10, 9, 1, 2].sort(),
      ["b", "a", "B"].sort(),
      [true, false, null].sort(),
      [1, undefined, 0].sort(),
    );
    print([].sort(), [1].sort(), [[2], [1]].sort(), [-1, -2, 1].sort());
    `,
    `
    [ 1, 10, 2, 9 ] [ 
      "B", 
      "a", 
      "b"
     ] [ false, null, true ] [ 0, 1, undefined ]
    [  ] [ 1 ] [ 
      [ 1 ], 
      [ 2 ]
     ] [ -1, -2, 1 ]
    `,
  ],
  [
    'with a function',
    `
    print([10, 9, 1].sort((a, b) => a - b), [1, 2, 3].sort((a, b) => b - a));
    print([3, 1, 2].sort(() => 0), [3, 1, 2].sort(() => 1), [3, 1, 2].sort(() => -1));
    print([3, 1, 2].sort((a, b) => a > b), [3, 1, 2].sort((a, b) => "x"));
    try { [1].sort(5); } catch (e) { print(e.toString()); }
    `,
    `
    [ 1, 9, 10 ] [ 3, 2, 1 ]
    [ 1, 2, 3 ] [ 3, 1, 2 ] [ 2, 1, 3 ]
    [ 1, 2, 3 ] [ 3, 1, 2 ]
    Error: Expecting compare function, got Number
    `,
  ],
  [
    'equal keys do not keep their order',
    `
    var list = [];
    for (var i = 0; i < 12; i++) list.push({ k: i % 3, n: i });
    print(list.sort((a, b) => a.k - b.k).map((o) => o.k + ":" + o.n).join(" "));
    `,
    `
    0:3 0:0 0:9 0:6 1:7 1:1 1:10 1:4 2:2 2:5 2:11 2:8
    `,
  ],
  [
    'an index as second key makes it stable',
    `
    print(list.sort((a, b) => a.k - b.k || a.n - b.n).map((o) => o.k + ":" + o.n).join(" "));
    `,
    `
    Uncaught ReferenceError: "list" is not defined
        at [raw] (:1:11)
    print(list.sort((a, b) => a.k - b.k || a.n - b.n).map((o) =>...
              ^
    `,
  ],
  [
    'many elements',
    `
    var a = [];
    for (var i = 0; i < 50; i++) a.push((i * 37) % 50);
    print(a.sort((x, y) => x - y).join(" "));
    `,
    `
    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49
    `,
  ],
  [
    'holes go away, undefined goes last',
    `
    print([3, , 1].sort(), [3, undefined, 1].sort((a, b) => a - b));
    `,
    `
    [ 1, 3, undefined ] [ 1, 3, undefined ]
    `,
  ],
  [
    'in place',
    `
    var a = [2, 1];
    print(a.sort() === a, a);
    `,
    `
    true [ 1, 2 ]
    `,
  ],
])

measured('arrays that change while a native walks them', [
  [
    'forEach and map when the array changes under them',
    `
    var a = [1, 2, 3, 4, 5];
    a.forEach(function (v) { print(v); if (v == 3) a.splice(1, 2); });
    print("-"); a = [1, 2, 3, 4, 5]; a.forEach(function (v, i) { print(v, i); if (v == 2) a.shift(); });
    print("-"); a = [1, 2, 3, 4, 5]; a.map(function (v, i) { print(v, i); if (v == 2) a.unshift(1); });
    print("-"); a = [1, 2, 3]; a.forEach(function (v) { print(v); a.pop(); });
    print("-"); a = [1, 2, 3]; a.filter(function (v) { print(v); a.splice(0, 3); return 1; });
    `,
    `
    1
    2
    3
    4
    5
    -
    1 0
    2 1
    3 1
    4 2
    5 3
    -
    1 0
    2 1
    3 3
    4 4
    5 5
    -
    1
    2
    -
    1
    2
    `,
  ],
  [
    'splice, shift and unshift of holes',
    `
    var a = [1, , 3, , 5];
    print(a.splice(1, 1, 7, 8), a.length, a);
    a = [, , 3, , 5]; print(a.splice(0, 1), a.length, a);
    a = [1, , 3]; a.shift(); print(a, a.length);
    a = [, 1, 3]; print(a.shift(), a, a.length);
    a = [1, , 3]; a.unshift(0); print(a);
    a = [, 1]; print(a.pop(), a.length, a.pop(), a.length);
    `,
    `
    [  ] 6 [ 1, 7, 8, 3, undefined, 5 ]
    [  ] 4 [ undefined, 3, undefined, 5 ]
    [ undefined, 3 ] 2
    undefined [ 1, 3 ] 2
    [ 0, 1, undefined, 3 ]
    1 1 undefined 0
    `,
  ],
  [
    'what splice adds behind the last element goes to the end, in front of others next to the one before',
    `
    var b = ["a", , ]; print(b.splice(1, 1, 0), b.length, b, Object.keys(b)); print(b.pop(), b.length);
    b = [1, , , ]; b.splice(1, 0, 5); print(b, b.length, Object.keys(b));
    b = [1, 2, , ]; print(b.splice(2, 1, 7, 8), b, b.length, Object.keys(b));
    b = new Array(5); b.splice(2, 1, 9); print(b, b.length, Object.keys(b));
    b = new Array(3); b.unshift(0); print(b, b.length, Object.keys(b));
    b = [, , 1]; b.splice(0, 1, 9); print(b, b.length, Object.keys(b));
    b = [1, 2, 3]; b.splice(5, 1, 9); print(b, b.length, Object.keys(b));
    `,
    `
    [  ] 2 [ 
      "a", 
      undefined, 0 ] [ 
      "0", 
      "2"
     ]
    undefined 1
    [ 1, undefined, undefined, 5 ] 4 [ 
      "0", 
      "3"
     ]
    [  ] [ 1, 2, undefined, 7, "4": 8 ] 4 [ 
      "0", 
      "1", 
      "3", 
      "4"
     ]
    [ undefined, undefined, undefined, undefined, undefined, 9 ] 5 [ 
      "5"
     ]
    [ undefined, undefined, undefined, 0 ] 4 [ 
      "3"
     ]
    [ 9, undefined, 1 ] 3 [ 
      "0", 
      "2"
     ]
    [ 1, 2, 3, 9 ] 4 [ 
      "0", 
      "1", 
      "2", 
      "3"
     ]
    `,
  ],
  [
    'concat makes elements of named members',
    `
    var v = [1]; v.name = "q";
    print(v.concat([9]), v.concat([9]).length, [8].concat(v), v.slice(), v.map(x => x));
    `,
    `
    [ 1, 
      "q", 
      9 ] 3 [ 8, 1, 
      "q"
     ] [ 1 ] [ 1 ]
    `,
  ],
])

measured('found by random programs', [
  [
    'more is taken out than there is',
    `
    print([1].splice(1, 1e10), [1, 2].splice(0, 1773325 * 14049.473), [1, 2, 3].splice(-1, 1, 9));
    `,
    `
    [  ] [  ] [ 3 ]
    `,
  ],
  [
    'a text as index',
    `
    var a = [], o = {};
    a["2"] = true; o["2"] = true; o["02"] = false;
    print(a, o, a.length);
    `,
    `
    [ undefined, undefined, true ] { "2": true, "02": false } 3
    `,
  ],
])
