/** `E.dumpStr` and `dump` (FACTS 5.1). */
import { measured } from '../golden/measured.ts'

measured('E.dumpStr', [
  [
    'numbers, texts and what stands by itself',
    `
    var a = 1, b = -5, c = 1.5, big = 5e9, s = "text\\n\\"q\\"", yes = true, no = false, n = null, un;
    let l = 9;
    const k = 10;
    print(E.dumpStr());
    `,
    `
    var a = 1;
    var b = -5;
    var c = 1.5;
    var big = 5000000000;
    var s = "text\\n\\"q\\"";
    var yes = true;
    var no = false;
    var n = null;
    var un = undefined;
    var l = 9;
    var k = 10;
    echo(0);
    `,
  ],
  [
    'arrays and objects',
    `
    var o = { a: 1, b: [1, 2, { c: 3 }], "d e": "f", g: undefined };
    var list = [1, , "x"];
    list.extra = 5;
    var empty = [], none = {}, typed = new Uint8Array([1, 2]), buffer = new ArrayBuffer(3);
    print(E.dumpStr());
    `,
    `
    var o = { "a": 1, 
      "b": [ 1, 2, 
        { "c": 3 }
       ], 
      "d e": "f", 
      "g": undefined };
    var list = [ 1, 
      undefined, 
      "x", "extra": 5
     ];
    var empty = [  ];
    var none = {  };
    var typed = new Uint8Array([1, 2]);
    var buffer = new ArrayBuffer(3);
    echo(0);
    `,
  ],
  [
    'what two variables share is told once',
    `
    var o = { a: 1 }, same = o, s = "text", t = s, f = 1.5, g = f, list = [o];
    print(E.dumpStr());
    `,
    `
    var o = { "a": 1 };
    var same = o;
    var s = "text";
    var t = s;
    var f = 1.5;
    var g = f;
    var list = [ 
      { "a": 1 }
     ];
    echo(0);
    `,
  ],
  [
    'functions',
    `
    function f(x, y) { return x + y }
    function lines() {
      var a = 1;
      return a;
    }
    var arrow = (x) => x * 2, none = function () {}, nat = print, sin = Math.sin;
    f.prop = 7;
    f.same = lines;
    print(E.dumpStr());
    `,
    `
    function f(x,y) {return x + y}
    f.prop = 7;
    f.same = lines;
    function lines() {
      var a = 1;
      return a;
    }
    function arrow(x) {return x * 2}
    function none() {}
    echo(0);
    `,
  ],
  [
    'classes and instances',
    `
    function A(q) { this.q = q }
    A.prototype.m = function () { return this.q };
    A.stat = function () {};
    class C { constructor() { this.z = 2 } go() { return 1 } static st() { return 2 } }
    print(E.dumpStr());
    `,
    `
    function A(q) {this.q = q}
    A.prototype.m = function () {return this.q};
    A.stat = function () {};
    function C() {this.z = 2}
    C.prototype.go = function () {return 1 };
    C.st = function () {return 2 };
    echo(0);
    `,
  ],
  [
    'what was added to built-in objects',
    `
    Math.foo = 5;
    String.prototype.hi = function () { return "hi" };
    E.note = [1];
    print(E.dumpStr());
    `,
    `
    Math.foo = 5;
    String.prototype.hi = function () {return "hi" };
    E.note = [ 1 ];
    echo(0);
    `,
  ],
  [
    'listeners',
    `
    function f() {}
    var o = {};
    E.on("init", function () { print("i") });
    E.on("init", f);
    o.on("ev", f);
    process.on("uncaughtException", function (e) {});
    Serial1.on("data", f);
    LoopbackA.on("data", f);
    print(E.dumpStr());
    `,
    `
    function f() {}
    var o = { 
      "#onev": [ 
        function () {}
       ]
     };
    E.on("init", function () {print("i")});
    E.on("init", f);
    process.on("uncaughtException", function (e) {});
    echo(0);Serial1.on("data", f);

    `,
  ],
  [
    'timers',
    `
    function f() {}
    setInterval(f, 2000);
    setInterval(function () { f() }, 1500.5);
    setInterval("print(1)", 500);
    var t = setTimeout(f, 10000);
    print(E.dumpStr().split("\\n").filter((x) => x.startsWith("setInterval")).join("\\n"));
    clearInterval();
    setTimeout(f, 60000);
    print(E.dumpStr().indexOf("setTimeout(f, 60") >= 0);
    clearTimeout();
    `,
    `
    setInterval(f, 2000); // 1
    setInterval(function () {f()}, 1500.5); // 2
    setInterval("print(1)", 500); // 3
    true
    `,
  ],
  [
    'flags',
    `
    E.setFlags({ pretokenise: 1 });
    function f(a) { /* a comment */ return a + 1; }
    print(E.dumpStr());
    `,
    `
    function f(a) {return a+1;}
    echo(0);E.setFlags({ "deepSleep": 0, "unsafeFlash": 0, "unsyncFiles": 0, "pretokenise": 1, 
      "jitDebug": 0, "onErrorSave": 0, "onErrorFlash": 0 });

    `,
  ],
  [
    'a saved program',
    `
    E.setBootCode("print('Hello')\\nvar x = 1;");
    print(E.dumpStr());
    E.setBootCode("print('Always')", true);
    print(E.dumpStr());
    `,
    `
    echo(0);// Code saved with E.setBootCode
    print('Hello')
    var x = 1;
    echo(0);// Code saved with E.setBootCode
    print('Always')
    `,
  ],
  [
    'members with getters are left out',
    `
    var o = { get x() { return 1; }, set x(v) {}, y: 2 };
    print(E.dumpStr());
    `,
    `
    var o = { "y": 2 };
    echo(0);
    `,
  ],
  [
    'objects that contain themselves',
    `
    var o = { a: 1 };
    o.self = o;
    o.list = [o];
    print(E.dumpStr());
    `,
    `
    var o = { "a": 1, 
      "self":  ... , 
      "list": [ 
         ... 
       ]
     };
    echo(0);
    `,
  ],
])

measured('dump', [
  [
    'prints the same',
    `
    var a = 5;
    function f() { return a }
    dump();
    print(E.dumpStr().length);
    `,
    `
    var a = 5;
    function f() {return a }
    echo(0);44
    `,
  ],
])

measured('console.trace', [
  [
    'tells where the program is',
    `
    function f() { console.trace("a", 5, { b: 1 }); console.trace(); }
    f();
    setTimeout(function () { console.trace("t"); }, 1);
    `,
    `
    a 5 { "b": 1 }
        at f (:1:31)
    console.trace("a", 5, { b: 1 }); console.trace();
                                  ^
        at [raw] (:2:3)
    f();
      ^

        at f (:1:48)
    console.trace("a", 5, { b: 1 }); console.trace();
                                                   ^
        at [raw] (:2:3)
    f();
      ^
    t
        at :1:18
    console.trace("t");
                     ^
    `,
  ],
])
