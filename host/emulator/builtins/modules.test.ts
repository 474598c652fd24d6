/** `require` and `Modules` (FACTS 7). */
import { measured } from '../golden/measured.ts'

measured('modules', [
  [
    'text and functions can be loaded',
    `
    Modules.addCached("m", "var n=2;exports.a=1;exports.f=function(){return n++}");
    var m = require("m");
    print(m.a, m.f(), m.f(), require("m") === m, typeof n, Modules.getCached());
    Modules.addCached("fn", function () { exports.b = 2; });
    print(require("fn").b, Modules.getCached());
    `,
    `
    1 2 3 true undefined [ 
      "m"
     ]
    2 [ 
      "m", 
      "fn"
     ]
    `,
  ],
  [
    'module.exports replaces the exports',
    `
    Modules.addCached("a", "module.exports=function(x){return x*2}");
    print(require("a")(4));
    Modules.addCached("b", "module.exports={x:5};exports.y=6");
    print(require("b"));
    Modules.addCached("c", "this.z=7;exports.same=this===exports");
    print(require("c"));
    Modules.addCached("d", "class A{f(){return 'A'}};let k=3;const c=4;module.exports={A:A,k:()=>k+c}");
    print(new (require("d").A)().f(), require("d").k(), typeof k);
    `,
    `
    8
    { "x": 5, "y": 6 }
    { "z": 7, "same": true }
    A 7 undefined
    `,
  ],
  [
    'files of Storage are modules',
    `
    var s = require("Storage");
    s.write("mine", "exports.v=[1,2];exports.g=function(){return typeof exports}");
    print(require("mine"), require("mine").g(), Modules.getCached());
    s.write("mine", "exports.v=3");
    print(require("mine").v);
    Modules.removeCached("mine");
    print(require("mine").v);
    `,
    `
    { 
      "v": [ 1, 2 ], 
      "g": function () {return typeof exports}
     } object [ 
      "Storage", 
      "mine"
     ]
    [ 1, 2 ]
    3
    `,
  ],
  [
    'a module may need another one',
    `
    var s = require("Storage");
    s.write("one", "exports.x=1");
    s.write("two", "exports.x=require('one').x+1");
    print(require("two").x, Modules.getCached());
    `,
    `
    2 [ 
      "Storage", 
      "one", 
      "two"
     ]
    `,
  ],
  [
    'functions see the variables of their module, and globals',
    `
    var g = 10;
    Modules.addCached("m", "var n=1;function add(x){n+=x;return n+g}exports.add=add;exports.get=()=>n");
    var m = require("m");
    print(m.add(5), m.add(1), m.get(), typeof add, g);
    `,
    `
    16 17 7 undefined 10
    `,
  ],
  [
    'what cannot be loaded',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => require("nothing"));
    t(() => require());
    t(() => require(5));
    t(() => require("x".repeat(130)));
    t(() => Modules.addCached(5, 5));
    t(() => Modules.addCached("q"));
    t(() => Modules.addCached("q", print));
    t(() => Modules.addCached("q", function () {}));
    t(() => Modules.removeCached("zz"));
    t(() => Modules.removeCached());
    t(() => Modules.removeCached(5));
    `,
    `
    Error: Module "nothing" not found
    TypeError: Expecting module name as a string, got undefined
    TypeError: Expecting module name as a string, got Number
    TypeError: Module name too long (max 128 chars)
    Error: args must be addCached(string, string|function)
    Error: args must be addCached(string, string|function)
    Error: Unable to load module "q"
    Error: Unable to load module "q"
    Error: Module "zz" not found
    Error: First argument must be String
    Error: First argument must be String
    `,
  ],
  [
    'a module that throws',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    require("Storage").write("bad", "exports.a=1;throw 'stop';exports.b=2");
    t(() => require("bad"));
    print(Modules.getCached(), require("bad"));
    t(() => Modules.addCached("worse", "exports.a=1;nothing()"));
    print(Modules.getCached());
    `,
    `
    stop
    [ 
      "Storage", 
      "bad"
     ] { "a": 1 }
    ReferenceError: "nothing" is not defined
    [ 
      "Storage", 
      "bad", 
      "worse"
     ]
    `,
  ],
  [
    'removing',
    `
    Modules.addCached("a", "");
    Modules.addCached("b", "");
    print(Modules.getCached(), require("a"));
    Modules.removeCached("a");
    print(Modules.getCached());
    Modules.removeAllCached();
    print(Modules.getCached());
    `,
    `
    [ 
      "a", 
      "b"
     ] {  }
    [ 
      "b"
     ]
    [  ]
    `,
  ],
  [
    'an exception in a module tells its place',
    `
    require("Storage").write("bad", "exports.a=1;\\nnothing();");
    require("bad");
    `,
    `
    Uncaught ReferenceError: "nothing" is not defined
        at module (:2:1)
    nothing();
    ^
        at [raw] (:2:14)
    require("bad");
                 ^
    `,
  ],
  [
    'variables in use',
    `
    var u = process.memory().usage, v = 0;
    Modules.addCached("m", "exports.a=1");
    v = process.memory().usage;
    print(v - u);
    u = v;
    Modules.addCached("n", "var n=2;exports.f=function(){return n++}");
    v = process.memory().usage;
    print(v - u);
    u = v;
    require("Storage").write("o", "var n=2;exports.f=function(){return n++}");
    require("o");
    v = process.memory().usage;
    print(v - u);
    `,
    `
    10
    13
    16
    `,
  ],
  [
    'return is no statement of a module',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => Modules.addCached("m", "exports.a=1;return 5"));
    `,
    `
    SyntaxError: RETURN statement, but not in a function.
    `,
  ],
])
