/** Pipes (FACTS 6). */
import { measured } from '../golden/measured.ts'

measured('pipes', [
  [
    'a string goes in pieces',
    `
    var out = [];
    E.pipe("0123456789", { write: function (d) { out.push(d) }, end: function () { print("end", out) } }, { chunkSize: 4 });
    print("before", out);
    `,
    `
    before [  ]
    end [ 
      "0123", 
      "4567", 
      "89"
     ]
    `,
  ],
  [
    'pieces have 64 characters',
    `
    require("fs").pipe("x".repeat(150), { write: function (d) { print(d.length) } }, { complete: function () { print("done") } });
    `,
    `
    64
    64
    22
    done
    `,
  ],
  [
    'what is called at the end, and in which order',
    `
    var n = 0;
    var src = { read: function (l) { return n++ < 3 ? "data" + n + "/" + l : undefined }, close: function () { print("source closed") } };
    var dst = { write: function (d) { print(d) }, end: function () { print("end") }, close: function () { print("closed") } };
    E.pipe(src, dst, { chunkSize: 10, complete: function (p) { print("complete", p.chunkSize, p.end, p.source === src) } });
    `,
    `
    data1/10
    data2/10
    data3/10
    end
    closed
    source closed
    complete 10 true true
    `,
  ],
  [
    'without end nothing is closed',
    `
    var dst = { write: function (d) { print(d) }, end: function () { print("end") }, close: function () { print("closed") } };
    E.pipe("abc", dst, { end: false, complete: function () { print("complete") } });
    `,
    `
    abc
    complete
    `,
  ],
  [
    'a destination that answers false waits for drain',
    `
    var dst = { write: function (d) { print(d); return false } };
    E.pipe("abcdef", dst, { chunkSize: 2, complete: function () { print("complete") } });
    var i = setInterval(function () { print("drain"); dst.emit("drain", dst) }, 20);
    setTimeout(function () { clearInterval(i) }, 90);
    `,
    `
    ab
    drain
    cd
    drain
    ef
    drain
    complete
    drain
    `,
  ],
  [
    'an empty piece is not the end',
    `
    var n = 0;
    E.pipe({ read: function () { n++; return n == 1 ? "" : n == 2 ? "x" : undefined } }, { write: function (d) { print("[" + d + "]") } });
    `,
    `
    [x]
    `,
  ],
  [
    'a side that closes ends the pipe',
    `
    var src = { read: function () { return "" } };
    var dst = { write: function () {}, end: function () { print("end") } };
    E.pipe(src, dst, { complete: function () { print("complete") } });
    setTimeout(function () { src.emit("close") }, 5);
    `,
    `
    end
    complete
    `,
  ],
  [
    'exceptions',
    `
    E.pipe({ read: function () { throw "bad read" } }, { write: function () {} }, { complete: function () { print("complete") } });
    `,
    `
    complete
    Uncaught bad read
    `,
  ],
  [
    'and in the destination',
    `
    var n = 0;
    E.pipe("abcd", { write: function () { n++; throw "bad write" } }, { chunkSize: 2, complete: function () { print("complete", n) } });
    `,
    `
    Uncaught bad write
    Uncaught bad write
    complete 2
    `,
  ],
  [
    'files of Storage',
    `
    var s = require("Storage");
    s.write("a", "hello world");
    var w = s.open("b", "w");
    E.pipe(s.read("a"), w, { complete: function () { print("copied", s.open("b", "r").read(20)) } });
    `,
    `
    copied hello world
    `,
  ],
  [
    'a file of Storage as the source',
    `
    var s = require("Storage"), w = s.open("c", "w");
    w.write("some data");
    s.open("c", "r").pipe({ write: function (d) { print(d) } }, { chunkSize: 5, complete: function () { print("done") } });
    `,
    `
    some 
    data
    done
    `,
  ],
  [
    'the open pipes are a hidden list',
    `
    E.pipe("abc", { write: function (d) { print(d, E.internal.pipes.length) } }, { complete: function () { print(E.internal.pipes) } });
    print(E.internal.pipes.length);
    `,
    `
    1
    abc 1
    [  ]
    `,
  ],
  [
    'mistakes',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => E.pipe());
    t(() => E.pipe("a"));
    t(() => E.pipe({}, {}));
    t(() => E.pipe("a", {}));
    t(() => E.pipe({ read: function () {} }, {}));
    t(() => E.pipe("a", { write: function () {} }, 5));
    t(() => E.pipe("a", { write: function () {} }, { chunkSize: 0 }));
    t(() => E.pipe("a", { write: function () {} }, { chunkSize: "x" }));
    E.internal.pipes.forEach(p => print(Object.keys(p).join(), p.chunkSize, p.end, Object.keys(p.source).join()));
    `,
    `
    undefined
    undefined
    Error: Source object does not implement the required read(buffer, length) method
    Error: Destination object does not implement the required write(buffer, length) method
    Error: Destination object does not implement the required write(buffer, length) method
    TypeError: 'options' must be an object, or undefined
    TypeError: chunkSize must be an integer > 0
    TypeError: chunkSize must be an integer > 0
    chunkSize,end,destination,source 64 true read,#onclose
    chunkSize,end,destination,source 64 true read,#onclose
    chunkSize,end,destination,source 64 true read,#onclose
    `,
  ],
  [
    'variables in use',
    `
    var u = process.memory().usage, v = 0;
    E.pipe("abc", { write: function () { return false } });
    v = process.memory().usage;
    print(v - u);
    `,
    `
    51
    `,
  ],
])
