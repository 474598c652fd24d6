/**
 * Classes, prototypes, getters and setters (FACTS 3.1, 3.2).
 */
import { measured } from '../golden/measured.ts'

measured('classes', [
  [
    'constructor, fields and methods',
    `
    class A {
      x = 5;
      constructor(v) { this.v = v; }
      get() { return this.v; }
    }
    var a = new A(3);
    print(a.v, a.get(), a.x);
    print(a instanceof A, a instanceof Object, typeof A, typeof a);
    print(a);
    `,
    `
    3 3 5
    true true function object
    A: { "v": 3 }
    `,
  ],
  [
    'a class without constructor',
    `
    class A { m() { return 1; } }
    print(new A().m(), new A());
    `,
    `
    1 A: {  }
    `,
  ],
  [
    'fields are shared by all instances until they are written',
    `
    class A { list = []; n = 0; }
    var a = new A(), b = new A();
    a.list.push(1);
    a.n = 5;
    print(b.list, b.n, a.n, Object.keys(a), Object.keys(b));
    `,
    `
    [ 1 ] 0 5 [ 
      "n"
     ] [  ]
    `,
  ],
  [
    'static methods and fields',
    `
    class A { static s() { return "static"; } static f = 7; }
    print(A.s(), A.f, typeof new A().s);
    A.f = 8;
    print(A.f);
    `,
    `
    static 7 undefined
    8
    `,
  ],
  [
    'static members are not inherited',
    `
    class A { static s() { return 1; } }
    class B extends A {}
    print(typeof B.s);
    `,
    `
    undefined
    `,
  ],
  [
    'extends and super',
    `
    class A {
      constructor(n) { this.n = n; }
      who() { return "A" + this.n; }
    }
    class B extends A {
      constructor(n) { super(n * 2); this.m = n; }
      who() { return "B" + super.who(); }
    }
    var b = new B(4);
    print(b.n, b.m, b.who());
    print(b instanceof A, b instanceof B, b.constructor === B);
    `,
    `
    8 4 BA8
    true true true
    `,
  ],
  [
    'a class that extends runs the constructor above',
    `
    class A { constructor(x) { this.x = x; } }
    class B extends A {}
    class C extends B {}
    print(new C(5).x, new B(6).x);
    `,
    `
    5 6
    `,
  ],
  [
    'three levels of super',
    `
    class A { f() { return ["A"]; } }
    class B extends A { f() { return super.f().concat("B"); } }
    class C extends B { f() { return super.f().concat("C"); } }
    print(new B().f());
    `,
    `
    [ 
      "A", 
      "B"
     ]
    `,
  ],
  [
    'super outside of a class',
    `
    try { super.x; } catch (e) { print(e.toString()); }
    try { (function () { super(); })(); } catch (e) { print(e.toString()); }
    `,
    `
    SyntaxError: Calling 'super' outside of class
    SyntaxError: Calling 'super' outside of class
    `,
  ],
  [
    'extends of what is no class',
    `
    try { class A extends nope {} } catch (e) { print(e.toString()); }
    try { var x = 5; class B extends x {} } catch (e) { print(e.toString()); }
    `,
    `
    ReferenceError: "nope" is not defined
    SyntaxError: 'extends' argument "x" should be a function, got Number
    `,
  ],
  [
    'a class can be called without new',
    `
    class A { constructor() { this.leak = 1; } }
    A();
    print(global.leak);
    `,
    `
    1
    `,
  ],
  [
    'class expressions',
    `
    var A = class { m() { return "expression"; } };
    print(new A().m());
    var B = class Named { m() { return typeof Named; } };
    print(new B().m(), typeof Named);
    print(new (class { f() { return 1; } })().f());
    `,
    `
    expression
    undefined undefined
    1
    `,
  ],
  [
    'arrows as fields get the wrong this',
    `
    class A { z = 1; f = () => this.z; }
    print(new A().f());
    `,
    `
    undefined
    `,
  ],
  [
    'getters and setters of classes',
    `
    class A {
      constructor() { this._v = 1; }
      get v() { return this._v; }
      set v(x) { this._v = x * 10; }
      static get s() { return "static getter"; }
    }
    var a = new A();
    print(a.v);
    a.v = 5;
    print(a.v, a._v, A.s);
    `,
    `
    1
    50 50 static getter
    `,
  ],
  [
    'methods can be replaced',
    `
    class A { m() { return 1; } }
    A.prototype.m = function () { return 2; };
    A.prototype.extra = 3;
    var a = new A();
    print(a.m(), a.extra);
    a.m = () => 4;
    print(a.m(), new A().m());
    `,
    `
    2 3
    4 2
    `,
  ],
  [
    'a constructor that returns an object',
    `
    class A { constructor() { return { other: 1 }; } }
    print(new A());
    function F() { return 5; }
    print(new F());
    `,
    `
    { "other": 1 }
    5
    `,
  ],
  [
    'printing names the class',
    `
    class Point { constructor(x) { this.x = x; } }
    print(new Point(1), [new Point(2)], { p: new Point(3) });
    var anonymous = new (class { constructor() { this.y = 1; } })();
    print(anonymous);
    `,
    `
    Point: { "x": 1 } [ 
      Point: { "x": 2 }
     ] { 
      "p": Point: { "x": 3 }
     }
    { "y": 1 }
    `,
  ],
  [
    'semicolons and line breaks between members',
    `
    class A {
      a = 1
      b = 2;
      m() { return this.a + this.b };
    }
    print(new A().m());
    `,
    `
    3
    `,
  ],
  [
    'names that are reserved words',
    `
    class A { get(x) { return x; } set(x) { return x + 1; } static of() { return 9; } }
    print(new A().get(1), new A().set(1), A.of());
    `,
    `
    Uncaught SyntaxError: Got of expected ID
        at [raw] (:1:64)
    ...t(x) { return x + 1; } static of() { return 9; } }
                                     ^
    `,
  ],
  [
    'a class in a block and in a function',
    `
    { class Inner {} print(typeof Inner); }
    print(typeof Inner);
    function make() { class Local { m() { return "local"; } } return new Local(); }
    print(make().m());
    `,
    `
    function
    function
    local
    `,
  ],
])

measured('functions as constructors', [
  [
    'new and prototype',
    `
    function F(a) { this.a = a; }
    F.prototype.get = function () { return this.a; };
    var f = new F(7);
    print(f.get(), f instanceof F, f.constructor === F, f);
    `,
    `
    7 true true F: { "a": 7 }
    `,
  ],
  [
    'new without brackets',
    `
    function F() { this.x = 1; }
    print(new F().x, (new F).x);
    `,
    `
    1 1
    `,
  ],
  [
    'a prototype by assignment',
    `
    function A() {}
    A.prototype = { hello: function () { return "hello"; } };
    var a = new A();
    print(a.hello(), a instanceof A, a.constructor === A);
    `,
    `
    hello true true
    `,
  ],
  [
    'Object.create and chains',
    `
    var base = { kind: "base", show: function () { return this.kind + this.n; } };
    var o = Object.create(base);
    o.n = 1;
    print(o.show(), o.kind, Object.keys(o), "kind" in o, o.hasOwnProperty("kind"));
    base.kind = "changed";
    print(o.kind);
    o.kind = "own";
    print(o.kind, base.kind);
    print(Object.getPrototypeOf(o) === base);
    try { Object.create(5); } catch (e) { print(e.toString()); }
    print(typeof Object.create(null).toString);
    `,
    `
    base1 base [ 
      "n"
     ] true false
    changed
    own changed
    true
    TypeError: Object prototype may only be an Object or null: Number
    function
    `,
  ],
  [
    'setPrototypeOf and __proto__',
    `
    var a = { x: 1 }, b = { y: 2 };
    Object.setPrototypeOf(b, a);
    print(b.x, b.__proto__ === a);
    b.__proto__ = { z: 3 };
    print(b.x, b.z);
    `,
    `
    1 true
    undefined 3
    `,
  ],
  [
    'built-in prototypes can be extended',
    `
    Array.prototype.last = function () { return this[this.length - 1]; };
    String.prototype.shout = function () { return this.toUpperCase() + "!"; };
    Number.prototype.double = function () { return this * 2; };
    print([1, 2, 3].last(), "hey".shout(), (4).double());
    Object.prototype.every2 = 5;
    print(({}).every2, [].every2);
    `,
    `
    3 HEY! 8
    5 5
    `,
  ],
  [
    'instanceof of built-in classes',
    `
    print([] instanceof Array, [] instanceof Object, "a" instanceof String, 5 instanceof Number);
    print(print instanceof Function, ({}) instanceof Object, new Date(0) instanceof Date);
    print(new Uint8Array(1) instanceof Uint8Array, new Uint8Array(1) instanceof Float32Array);
    print(/a/ instanceof RegExp, Promise.resolve(1) instanceof Promise);
    `,
    `
    true true true true
    true true true
    true false
    true true
    `,
  ],
  [
    'constructor of built-in values',
    `
    print(({}).constructor === Object, [].constructor === Array, "".constructor === String);
    `,
    `
    false true true
    `,
  ],
])

measured('getters and setters of objects (FACTS 3.1)', [
  [
    'in literals',
    `
    var o = { _v: 1, get v() { return this._v; }, set v(x) { this._v = x + 1; } };
    print(o.v);
    o.v = 10;
    print(o.v, o._v);
    o.v += 5;
    print(o._v);
    o.v++;
    print(o._v);
    `,
    `
    1
    11 11
    17
    19
    `,
  ],
  [
    'a getter without setter',
    `
    var o = { get g() { return 1; } };
    o.g = 5;
    print(o.g);
    `,
    `
    1
    `,
  ],
  [
    'a setter without getter',
    `
    var o = { set s(x) { print("set", x); } };
    o.s = 3;
    print(o.s);
    `,
    `
    set 3
    undefined
    `,
  ],
  [
    'defineProperty',
    `
    var o = {};
    Object.defineProperty(o, "a", { value: 5 });
    Object.defineProperty(o, "b", { get: function () { return 6; } });
    Object.defineProperty(o, "c", { get: () => 7, set: (x) => print("c =", x) });
    o.c = 1;
    print(o.a, o.b, o.c);
    o.a = 9;
    print(o.a, Object.keys(o));
    try { Object.defineProperty(5, "a", {}); } catch (e) { print(e.toString()); }
    try { Object.defineProperty({}, "a", 5); } catch (e) { print(e.toString()); }
    `,
    `
    c = 1
    5 6 7
    9 [ 
      "a", 
      "b", 
      "c"
     ]
    Error: First argument must be Object, Function or Array, got Number
    Error: Property description must be Object, got Number
    `,
  ],
  [
    'writable false',
    `
    var o = {};
    Object.defineProperty(o, "x", { value: 1, writable: false });
    try { o.x = 2; } catch (e) { print(e.toString()); }
    print(o.x);
    `,
    `
    TypeError: Assignment to a constant
    1
    `,
  ],
  [
    'getters of the prototype see the instance',
    `
    var p = { get n() { return this.m * 2; }, set n(x) { this.m = x; } };
    var o = Object.create(p);
    o.m = 4;
    print(o.n);
    o.n = 7;
    print(o.m, p.m, o.hasOwnProperty("m"));
    `,
    `
    8
    7 undefined true
    `,
  ],
  [
    'a getter does not run when its value is not wanted',
    `
    var o = { get g() { print("ran"); return 1; } };
    print("statement");
    o.g;
    print("condition");
    if (o.g) print("yes");
    print("typeof");
    typeof o.g;
    print("void");
    void o.g;
    print("call");
    String(o.g);
    `,
    `
    statement
    condition
    ran
    yes
    typeof
    ran
    void
    call
    ran
    `,
  ],
  [
    'getters in walks',
    `
    var o = { a: 1, get b() { return 2; } };
    print(Object.keys(o), Object.values(o), Object.entries(o), JSON.stringify(o));
    for (var k in o) print(k, o[k]);
    print(o);
    print(Object.getOwnPropertyDescriptor(o, "a"));
    print(typeof Object.getOwnPropertyDescriptor(o, "b").get, Object.getOwnPropertyDescriptor(o, "nope"));
    `,
    `
    [ 
      "a", 
      "b"
     ] [ 1, 2 ] [ 
      [ 
        "a", 
        1 ], 
      [ 
        "b", 
        2 ]
     ] {"a":1}
    a 1
    b 2
    { "a": 1 }
    { "writable": true, "enumerable": true, "configurable": true, "value": 1 }
    function undefined
    `,
  ],
])
