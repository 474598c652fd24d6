/**
 * require("Storage") (FACTS 4), measured.
 */
import { measured } from '../golden/measured.ts'

measured('files', [
  [
    'write and read',
    `
    var s = require("Storage");
    print(s.write("a", "hello"), s.read("a"), s.read("a", 1, 3), s.read("a", 3), s.read("nope"));
    print(s.write("a", "other"), s.read("a"), s.write("a", "other"), s.list());
    `,
    `
    true hello ell lo undefined
    true other true [ 
      ".boot0", 
      "a"
     ]
    `,
  ],
  [
    'kinds of content',
    `
    var s = require("Storage");
    print(s.write("arr", [65, 66]), s.read("arr"), s.write("obj", { a: 1 }), s.read("obj"));
    print(s.write("u8", new Uint8Array([1, 2, 3])), s.read("u8").length, s.write("buf", new Uint8Array([9]).buffer));
    print(s.readArrayBuffer("u8"), new Uint8Array(s.readArrayBuffer("u8")));
    try { s.write("n", 5); } catch (e) { print(e.toString()); }
    try { s.write("n", undefined); } catch (e) { print(e.toString()); }
    try { s.write("n", ""); } catch (e) { print(e.toString()); }
    try { s.write("n", null); } catch (e) { print(e.toString()); }
    `,
    `
    true AB true {"a":1}
    true 3 true
    new Uint8Array([1, 2, 3]).buffer new Uint8Array([1, 2, 3])
    Error: Can't get pointer to data to write
    Error: Can't create zero length file
    TypeError: Expecting Number or iterable, got null
    `,
  ],
  [
    'names',
    `
    var s = require("Storage");
    s.write("a name of exactly 28 chars!!", "1");
    s.write("a name that is longer than 28 characters", "2");
    s.write("x", "3");
    print(s.list());
    print(s.read("a name that is longer than 28 characters"), s.read("a name that is longer than 2"));
    s.write(5, "number");
    print(s.read("5"), s.read(5));
    try { print(s.write("", "empty name")); } catch (e) { print(e.toString()); }
    `,
    `
    [ 
      ".boot0", 
      "a name of exactly 28 chars!!", 
      "a name that is longer than 2", 
      "x"
     ]
    2 2
    number number
    true
    `,
  ],
  [
    'in pieces',
    `
    var s = require("Storage");
    print(
      s.write("p", "abc", 0, 9),
      s.read("p").length,
      s.write("p", "def", 3),
      s.write("p", "ghi", 6),
      s.read("p"),
    );
    try {
      s.write("p", "x", 9);
    } catch (e) {
      print(e.toString());
    }
    try {
      s.write("p", "zzz", 0);
    } catch (e) {
      print(e.toString());
    }
    print(s.write("p", "abc", 0));
    try {
      s.write("q", "abc", 3);
    } catch (e) {
      print(e.toString());
    }
    try {
      s.write("q", "abcdef", 0, 3);
    } catch (e) {
      print(e.toString());
    }
    `,
    `
    true 9 true true abcdefghi
    Error: Too much data for file size
    true
    Error: Unable to find or create file
    Error: Too much data for file size
    `,
  ],
  [
    'list with patterns',
    `
    var s = require("Storage");
    for (var n of ["a.js", "b.js", "c.txt", "ab"]) s.write(n, "1");
    print(s.list(/js$/), s.list(/^a/), s.list("txt"), s.list("nope"), s.list(undefined, { sf: true }));
    `,
    `
    [ 
      "a.js", 
      "b.js"
     ] [ 
      "a.js", 
      "ab"
     ] [ 
      "c.txt"
     ] [  ] [  ]
    `,
  ],
  [
    'erase',
    `
    var s = require("Storage");
    s.write("a", "1");
    s.write("b", "2");
    s.erase("a");
    s.erase("nope");
    print(s.list(), s.read("a"));
    s.eraseAll();
    print(s.list());
    `,
    `
    [ 
      ".boot0", 
      "b"
     ] undefined
    [  ]
    `,
  ],
  [
    'hash',
    `
    var s = require("Storage");
    var h = s.hash();
    s.write("a", "1");
    print(s.hash() !== h, typeof s.hash(), s.hash(/nope/) === s.hash(/neither/));
    `,
    `
    true number true
    `,
  ],
  [
    'free space and statistics',
    `
    var s = require("Storage");
    var f = s.getFree();
    s.write("a", "1234");
    print(f - s.getFree());
    s.write("b", "12345");
    print(f - s.getFree());
    s.erase("a");
    print(
      f - s.getFree(),
      s.getStats().trashBytes,
      s.getStats().trashCount,
      s.getStats().fileCount,
      s.getStats().fileBytes,
    );
    print(Object.keys(s.getStats()));
    s.compact();
    print(s.getStats().trashBytes, s.getStats().trashCount, f - s.getFree());
    `,
    `
    36
    76
    76 36 1 2 80
    [ 
      "totalBytes", 
      "freeBytes", 
      "fileBytes", 
      "fileCount", 
      "trashBytes", 
      "trashCount"
     ]
    Compacting... 
    0 0 40
    `,
  ],
  [
    'strings that were read stay the same',
    `
    var s = require("Storage");
    s.write("a", "hello");
    var t = s.read("a");
    s.write("a", "world");
    print(t, s.read("a"));
    `,
    `
    hello world
    `,
  ],
])

measured('JSON in files', [
  [
    'writeJSON and readJSON',
    `
    var s = require("Storage");
    print(s.writeJSON("j", { a: 1, b: ["x", true, null, 1.5], "c d": { e: undefined } }));
    print(s.read("j"));
    print(s.readJSON("j"));
    print(
      s.writeJSON("k", [1, 2]),
      s.readJSON("k"),
      s.writeJSON("l", 5),
      s.readJSON("l"),
      s.readJSON("nope"),
    );
    `,
    `
    true
    {a:1,b:["x",true,null,1.5],"c d":{}}
    { "a": 1, 
      "b": [ 
        "x", 
        true, null, 1.5 ], 
      "c d": {  }
     }
    true [ 1, 2 ] true 5 undefined
    `,
  ],
  [
    'what cannot be read',
    `
    var s = require("Storage");
    s.write("bad", "{a:");
    try { s.readJSON("bad"); } catch (e) { print(e.toString()); }
    print(s.readJSON("bad", true));
    s.write("text", "nonsense");
    print(s.readJSON("text", 1));
    `,
    `
    SyntaxError: Expecting valid value, got EOF
    undefined
    undefined
    `,
  ],
])

measured('append-only files', [
  [
    'writing and reading lines',
    String.raw`
    var s = require("Storage");
    var f = s.open("log", "w");
    f.write("one\n");
    f.write("two\nthr");
    f.write("ee\n");
    f = s.open("log", "r");
    print(
      JSON.stringify(f.readLine()),
      JSON.stringify(f.readLine()),
      JSON.stringify(f.readLine()),
      f.readLine(),
    );
    `,
    `
    "one\\n" "two\\n" "three\\n" undefined
    `,
  ],
  [
    'reading characters',
    `
    var s = require("Storage");
    s.open("t", "w").write("abcdefgh");
    var f = s.open("t", "r");
    print(f.read(3), f.read(10), f.read(1), f.getLength());
    `,
    `
    abc defgh undefined 8
    `,
  ],
  [
    'appending and writing over',
    `
    var s = require("Storage");
    s.open("t", "w").write("one");
    s.open("t", "a").write("two");
    print(s.open("t", "r").read(99));
    s.open("t", "w").write("new");
    print(s.open("t", "r").read(99));
    `,
    `
    onetwo
    new
    `,
  ],
  [
    'erasing, and how they are listed',
    `
    var s = require("Storage");
    s.open("t", "w").write("x".repeat(5000));
    print(
      s.list().filter((n) => n[0] == "t").length,
      s.list(undefined, { sf: true }),
      s.open("t", "r").getLength(),
    );
    s.open("t", "r").erase();
    print(s.list(undefined, { sf: true }), s.open("t", "r").read(1));
    `,
    `
    Uncaught Error: Too much data for file size
        at [raw] (:2:40)
    s.open("t", "w").write("x".repeat(5000));
                                           ^
    `,
  ],
  [
    'the wrong mode',
    `
    var s = require("Storage");
    try { s.open("t", "x"); } catch (e) { print(e.toString()); }
    var r = s.open("nothing", "r");
    print(r.read(1), r.readLine(), r.getLength());
    try { r.write("x"); } catch (e) { print(e.toString()); }
    try { s.open("t", "w").read(1); } catch (e) { print(e.toString()); }
    try { s.open("t", "w").readLine(); } catch (e) { print(e.toString()); }
    `,
    `
    Error: Invalid mode "x"
    undefined undefined 0
    Error: Can't write in this mode
    Error: Can't read in this mode
    Error: Can't read in this mode
    `,
  ],
])

measured('boot code', [
  [
    'E.setBootCode',
    `
    var s = require("Storage");
    E.setBootCode("print(1)");
    print(s.read(".bootcde"));
    E.setBootCode("print(2)", true);
    print(s.read(".bootrst"), s.list());
    E.setBootCode();
    print(s.read(".bootcde"), s.read(".bootrst"));
    `,
    `
    print(1)
    print(2) [ 
      ".boot0", 
      ".bootrst"
     ]
    undefined undefined
    `,
  ],
])
