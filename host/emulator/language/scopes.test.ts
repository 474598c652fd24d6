/**
 * Names, scopes and hoisting (FACTS 3.2): programs run while they are read, so nothing is hoisted.
 */
import { measured } from '../golden/measured.ts'

measured('nothing is hoisted (FACTS 3.2)', [
  [
    'functions exist once their declaration has run',
    `
    print(typeof f);
    try { f(); } catch (e) { print(e.toString()); }
    function f() { return 1; }
    print(typeof f, f());
    `,
    `
    undefined
    ReferenceError: "f" is not defined
    function 1
    `,
  ],
  [
    'classes exist once their declaration has run',
    `
    print(typeof A);
    try { new A(); } catch (e) { print(e.toString()); }
    class A {}
    print(typeof A);
    `,
    `
    undefined
    ReferenceError: "A" is not defined
    function
    `,
  ],
  [
    'a later global function is found when the call happens',
    `
    function first() { return second(); }
    function second() { return "second"; }
    print(first());
    `,
    `
    second
    `,
  ],
  [
    'var inside a function reads the outer name before its own statement',
    `
    var x = "outer";
    function f() {
      print(x);
      var x = "inner";
      print(x);
    }
    f();
    print(x);
    `,
    `
    outer
    inner
    outer
    `,
  ],
  [
    'var without a value makes undefined, and again leaves the value',
    `
    var a;
    print(a);
    a = 5;
    var a;
    print(a);
    var a = 6;
    print(a);
    `,
    `
    undefined
    5
    6
    `,
  ],
  [
    'a function declared twice: the second replaces the first for all who hold it',
    `
    function f() { return 1; }
    var g = f;
    function f() { return 2; }
    print(f(), g(), f === g);
    `,
    `
    2 2 true
    `,
  ],
  [
    'a function declaration over a variable',
    `
    var f = 5;
    function f() { return 1; }
    print(typeof f);
    `,
    `
    function
    `,
  ],
  [
    'a declaration inside an if runs when the branch runs',
    `
    if (true) { function yes() { return "yes"; } }
    if (false) { function no() { return "no"; } }
    print(typeof yes, typeof no);
    `,
    `
    function undefined
    `,
  ],
  [
    'functions inside functions are local',
    `
    function f() {
      function g() { return 1; }
      return g();
    }
    print(f(), typeof g);
    `,
    `
    1 undefined
    `,
  ],
  [
    'syntax errors show only when they are reached',
    `
    if (false) { this is : nonsense ( but ) brackets match }
    print("on");
    function never() { a b c }
    print("still on");
    try { never(); } catch (e) { print(e.toString()); }
    `,
    `
    on
    still on
    ReferenceError: "a" is not defined
    `,
  ],
])

measured('let, const and blocks (FACTS 3.1, 3.2)', [
  [
    'let and const end with their block',
    `
    { let a = 1; const b = 2; print(a, b); }
    print(typeof a, typeof b);
    `,
    `
    1 2
    undefined undefined
    `,
  ],
  [
    'var survives its block',
    `
    { var a = 1; }
    print(a);
    `,
    `
    1
    `,
  ],
  [
    'inner let hides the outer one',
    `
    let x = 1;
    { let x = 2; print(x); { let x = 3; print(x); } print(x); }
    print(x);
    `,
    `
    2
    3
    2
    1
    `,
  ],
  [
    'no temporal dead zone: the outer name is read',
    `
    let x = 1;
    { print(x); let x = 2; print(x); }
    `,
    `
    1
    2
    `,
  ],
  [
    'let twice is allowed',
    `
    let a = 1;
    let a = 2;
    print(a);
    `,
    `
    2
    `,
  ],
  [
    'const refuses assignment',
    `
    const c = 1;
    try { c = 2; } catch (e) { print(e.toString()); }
    try { c++; } catch (e) { print(e.toString()); }
    try { c += 1; } catch (e) { print(e.toString()); }
    print(c);
    `,
    `
    TypeError: Assignment to a constant
    TypeError: Assignment to a constant
    TypeError: Assignment to a constant
    1
    `,
  ],
  [
    'const objects can change inside',
    `
    const o = { a: 1 };
    o.a = 2;
    o.b = 3;
    print(o);
    `,
    `
    { "a": 2, "b": 3 }
    `,
  ],
  [
    'const again changes it after all?',
    `
    const c = 1;
    try { const c = 2; print(c); } catch (e) { print(e.toString()); }
    `,
    `
    2
    `,
  ],
  [
    'let in a switch is visible after it',
    `
    switch (1) { case 1: let leaked = 5; }
    print(typeof leaked);
    `,
    `
    number
    `,
  ],
  [
    'let in a for head',
    `
    for (let i = 0; i < 2; i++);
    print(typeof i);
    for (var j = 0; j < 2; j++);
    print(j);
    `,
    `
    undefined
    2
    `,
  ],
  [
    'let of a function body',
    `
    function f() { let a = 1; { let a = 2; } return a; }
    print(f(), typeof a);
    `,
    `
    1 undefined
    `,
  ],
  [
    'let in if without braces',
    `
    if (true) let z = 5;
    print(typeof z);
    `,
    `
    number
    `,
  ],
  [
    'several names in one statement',
    `
    let a = 1, b = a + 1, c;
    print(a, b, c);
    var d = 4, e = d * 2;
    print(d, e);
    `,
    `
    1 2 undefined
    4 8
    `,
  ],
  [
    'a catch variable ends with its block',
    `
    try { throw 1; } catch (err) { print(err); }
    print(typeof err);
    `,
    `
    1
    undefined
    `,
  ],
  [
    'a block inside a function inside a block',
    `
    {
      let a = "block";
      function f() { return a; }
      print(f());
    }
    print(typeof f, f());
    `,
    `
    block
    function block
    `,
  ],
])

measured('globals', [
  [
    'assignment without declaration makes a global',
    `
    function f() { undeclared = 5; }
    f();
    print(undeclared, global.undeclared);
    `,
    `
    5 5
    `,
  ],
  [
    'globals are members of global',
    `
    var a = 1;
    print(global.a, global["a"], "a" in global, this.a);
    global.b = 2;
    print(b);
    `,
    `
    1 1 true 1
    2
    `,
  ],
  [
    'delete of globals',
    `
    var a = 1;
    print(delete a, typeof a);
    print(delete nothing);
    `,
    `
    true undefined
    false
    `,
  ],
  [
    'reading what does not exist',
    `
    try { print(nope); } catch (e) { print(e.toString()); }
    try { nope(); } catch (e) { print(e.toString()); }
    try { nope.x; } catch (e) { print(e.toString()); }
    try { nope++; } catch (e) { print(e.toString()); }
    try { nope += 1; } catch (e) { print(e.toString()); }
    print(typeof nope, typeof nope2);
    `,
    `
    ReferenceError: "nope" is not defined
    ReferenceError: "nope" is not defined
    ReferenceError: "nope" is not defined
    ReferenceError: "nope" is not defined
    ReferenceError: "nope" is not defined
    undefined undefined
    `,
  ],
  [
    'a name that stands alone as a statement',
    `
    try { nope; print("no error"); } catch (e) { print(e.toString()); }
    try { (nope); print("no error"); } catch (e) { print(e.toString()); }
    try { nope, 1; print("no error"); } catch (e) { print(e.toString()); }
    `,
    `
    ReferenceError: "nope" is not defined
    ReferenceError: "nope" is not defined
    ReferenceError: "nope" is not defined
    `,
  ],
  [
    'natives can be hidden and come back',
    `
    var print2 = print;
    var parseInt = function () { return "mine"; };
    print(parseInt("5"));
    delete parseInt;
    print(parseInt("5"));
    `,
    `
    mine
    5
    `,
  ],
  [
    'natives refuse assignment without var',
    `
    try { print = 5; print("ok"); } catch (e) { print(e.toString()); }
    try { Math = 5; print(typeof Math); } catch (e) { print(e.toString()); }
    `,
    `
    Error: Unable to assign value to non-reference Function
    number
    `,
  ],
])

measured('closures (FACTS 3.2)', [
  [
    'a closure keeps its variable alive and private',
    `
    function counter() { var n = 0; return function () { return ++n; }; }
    var a = counter(), b = counter();
    print(a(), a(), b(), a());
    `,
    `
    1 2 1 3
    `,
  ],
  [
    'two closures over one variable',
    `
    function pair() { var v = 1; return { get: function () { return v; }, set: function (x) { v = x; } }; }
    var p = pair();
    p.set(9);
    print(p.get());
    `,
    `
    9
    `,
  ],
  [
    'for with let shares one binding',
    `
    var fs = [];
    for (let i = 0; i < 3; i++) fs.push(() => i);
    print(fs.map((f) => f()));
    `,
    `
    [ 3, 3, 3 ]
    `,
  ],
  [
    'for with var too',
    `
    var fs = [];
    for (var i = 0; i < 3; i++) fs.push(function () { return i; });
    print(fs.map((f) => f()));
    `,
    `
    [ 3, 3, 3 ]
    `,
  ],
  [
    'let inside the body is one per turn',
    `
    var fs = [];
    for (let i = 0; i < 3; i++) { let j = i; fs.push(() => j); }
    print(fs.map((f) => f()));
    `,
    `
    [ 0, 1, 2 ]
    `,
  ],
  [
    'forEach gives each call its own',
    `
    var fs = [];
    [0, 1, 2].forEach(function (i) { fs.push(() => i); });
    print(fs.map((f) => f()));
    `,
    `
    [ 0, 1, 2 ]
    `,
  ],
  [
    'for of and for in share one binding',
    `
    var fs = [];
    for (let v of [1, 2, 3]) fs.push(() => v);
    print(fs.map((f) => f()));
    fs = [];
    for (let k in { a: 1, b: 2 }) fs.push(() => k);
    print(fs.map((f) => f()));
    `,
    `
    [ 3, 3, 3 ]
    [ 
      "b", 
      "b"
     ]
    `,
  ],
  [
    'a closure sees later changes',
    `
    var x = 1;
    var f = () => x;
    x = 2;
    print(f());
    `,
    `
    2
    `,
  ],
  [
    'nested closures',
    `
    function a(x) { return function b(y) { return function c(z) { return x + y + z; }; }; }
    print(a(1)(2)(3));
    `,
    `
    6
    `,
  ],
  [
    'a function expression knows its own name',
    `
    var fact = function me(n) { return n ? n * me(n - 1) : 1; };
    print(fact(5), typeof me);
    `,
    `
    120 undefined
    `,
  ],
  [
    'immediately called',
    `
    (function () { var hidden = 1; print(hidden); })();
    print(typeof hidden);
    print((() => 5)(), (function (a) { return a * 2; })(4));
    `,
    `
    1
    undefined
    5 8
    `,
  ],
  [
    'parameters of the same name: the first counts',
    `
    print((function (a, a) { return a; })(1, 2));
    `,
    `
    1
    `,
  ],
  [
    'a parameter hides a global',
    `
    var p = 1;
    (function (p) { p = 2; print(p); })(5);
    print(p);
    `,
    `
    2
    1
    `,
  ],
])

measured('this and arguments', [
  [
    'this of functions and methods',
    `
    print((function () { return this === global; })());
    var o = { n: 1, f: function () { return this.n; }, g: () => typeof this.n };
    print(o.f(), o.g());
    var f = o.f;
    print(typeof f());
    print((0, o.f)() === undefined, (o.f)());
    `,
    `
    true
    1 undefined
    undefined
    true undefined
    `,
  ],
  [
    'call, apply and bind',
    `
    function f(a, b) { return [this.n, a, b]; }
    print(f.call({ n: 1 }, 2, 3));
    print(f.apply({ n: 4 }, [5, 6]));
    print(f.bind({ n: 7 })(8, 9));
    print(f.bind({ n: 7 }, 8)(9));
    print(f.bind({ n: 7 }).call({ n: 1 }, 1, 2));
    print(f.apply({ n: 1 }), f.apply({ n: 1 }, new Uint8Array([1, 2])), f.apply({ n: 1 }, "ab"));
    try { f.apply({}, 5); } catch (e) { print(e.toString()); }
    `,
    `
    [ 1, 2, 3 ]
    [ 4, 5, 6 ]
    [ 7, 8, 9 ]
    [ 7, 8, 9 ]
    [ 7, 1, 2 ]
    [ 1, undefined, undefined ] [ 1, 1, 2 ] [ 1, 
      "a", 
      "b"
     ]
    Error: Second argument to Function.apply must be iterable, got Number
    `,
  ],
  [
    'use strict is ignored',
    `
    function f() { "use strict"; return this === global; }
    print(f());
    `,
    `
    true
    `,
  ],
  [
    'arrows keep this',
    `
    var o = { n: 1, f: function () { return [1, 2].map((x) => x + this.n); } };
    print(o.f());
    `,
    `
    [ 2, 3 ]
    `,
  ],
  [
    'functions in methods do not',
    `
    var o = { n: 1, f: function () { return (function () { return typeof this.n; })(); } };
    print(o.f());
    `,
    `
    undefined
    `,
  ],
  [
    'length of functions',
    `
    print((function () {}).length, (function (a, b) {}).length, ((a) => a).length);
    print((function (a, b) {}).bind(null, 1).length, print.length, Math.max.length);
    `,
    `
    0 2 1
    2 0 0
    `,
  ],
  [
    'too few and too many arguments',
    `
    function f(a, b) { return [a, b, arguments.length]; }
    print(f(), f(1), f(1, 2, 3));
    `,
    `
    [ undefined, undefined, 2 ] [ 1, undefined, 2 ] [ 1, 2, 3 ]
    `,
  ],
  [
    'properties of functions',
    `
    function f() {}
    f.x = 1;
    print(f.x, Object.keys(f));
    setTimeout.x = 1;
    print(setTimeout.x);
    `,
    `
    1 [ 
      "x"
     ]
    undefined
    `,
  ],
  [
    'natives called as methods of nothing',
    `
    var push = [].push;
    try { push(1); } catch (e) { print(e.toString()); }
    print([].push.call([1, 2], 3));
    print([].slice.call("abc", 1), typeof Array.prototype.slice);
    `,
    `
    3
    [ 
      "b", 
      "c"
     ] undefined
    `,
  ],
])
