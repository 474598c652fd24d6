/**
 * `on`, `emit` and their kin (FACTS 6), measured.
 */
import { measured } from '../golden/measured.ts'

measured('listeners', [
  [
    'in the order of adding, with arguments',
    `
    var o = {};
    o.on("x", (a, b) => print("first", a, b));
    o.on("x", (a) => print("second", a));
    o.emit("x", 1, [2]);
    print("text");
    `,
    `
    text
    first 1 [ 2 ]
    second 1
    `,
  ],
  [
    'this is the object',
    `
    var o = { name: "o" };
    o.on("x", function () { print(this.name); });
    o.emit("x");
    `,
    `
    o
    `,
  ],
  [
    'emit without listeners',
    `
    var o = {};
    print(o.emit("nothing"));
    `,
    `
    undefined
    `,
  ],
  [
    'what on returns',
    `
    var o = {};
    print(o.on("x", () => 1), o.emit("x"), o.removeListener("x", print), o.removeAllListeners());
    `,
    `
    undefined undefined undefined undefined
    `,
  ],
  [
    'addListener is on',
    `
    var o = {};
    o.addListener("x", () => print("added"));
    o.emit("x");
    `,
    `
    added
    `,
  ],
  [
    'prependListener goes first',
    `
    var o = {};
    o.on("x", () => print(1));
    o.prependListener("x", () => print(2));
    o.prependListener("x", () => print(3));
    o.emit("x");
    `,
    `
    3
    2
    1
    `,
  ],
  [
    'removing',
    `
    var o = {}, f = () => print("f"), g = () => print("g");
    o.on("x", f);
    o.on("x", g);
    o.removeListener("x", f);
    o.emit("x");
    o.removeListener("x", f);
    o.removeListener("y", f);
    `,
    `
    g
    `,
  ],
  [
    'the same listener twice',
    `
    var o = {}, f = () => print("f");
    o.on("x", f);
    o.on("x", f);
    o.emit("x");
    setTimeout(function () { o.removeListener("x", f); o.emit("x"); }, 20);
    `,
    `
    f
    f
    f
    `,
  ],
  [
    'removing all of one event and of all',
    `
    var o = {};
    o.on("x", () => print("x"));
    o.on("y", () => print("y"));
    o.removeAllListeners("x");
    o.emit("x");
    o.emit("y");
    setTimeout(function () { o.removeAllListeners(); o.emit("y"); print("none"); }, 20);
    `,
    `
    y
    none
    `,
  ],
  [
    'at most four arguments',
    `
    var o = {};
    o.on("x", function () { print(arguments.length); });
    o.emit("x", 1, 2, 3, 4);
    try { o.emit("x", 1, 2, 3, 4, 5); } catch (e) { print(e.toString()); }
    `,
    `
    TypeError: Too many arguments (>4)
    4
    4
    `,
  ],
  [
    'wrong arguments',
    `
    var o = {};
    try { o.on(1, print); } catch (e) { print(e.toString()); }
    try { o.on("x", 5); } catch (e) { print(e.toString()); }
    try { o.on(); } catch (e) { print(e.toString()); }
    try { o.emit(5); } catch (e) { print(e.toString()); }
    try { (5).on("x", print); } catch (e) { print(e.toString()); }
    try { o.removeListener(5); } catch (e) { print(e.toString()); }
    `,
    `
    TypeError: First argument must be String
    TypeError: Second argument must be a function or a String
    TypeError: First argument must be String
    TypeError: First argument must be String
    TypeError: Parent must be an object - not a String, Integer, etc
    TypeError: First argument must be String
    `,
  ],
  [
    'code as text',
    `
    var o = {};
    o.on("x", "print('text')");
    o.emit("x");
    `,
    `
    text
    `,
  ],
  [
    'on functions, arrays and classes',
    `
    function f() {}
    f.on("x", () => print("function"));
    f.emit("x");
    var a = [];
    a.on("x", () => print("array"));
    a.emit("x");
    class C { constructor() { this.on("x", () => print("instance")); } }
    new C().emit("x");
    `,
    `
    function
    array
    instance
    `,
  ],
  [
    'listeners do not show',
    `
    var o = { a: 1 };
    o.on("x", () => 1);
    print(Object.keys(o), o);
    `,
    `
    [ 
      "a", 
      "#onx"
     ] { "a": 1, 
      "#onx": [ 
        function () {return 1}
       ]
     }
    `,
  ],
  [
    'once does not exist',
    `
    print(({}).once);
    `,
    `
    undefined
    `,
  ],
  [
    'E.stopEventPropagation',
    `
    var o = {};
    o.on("x", () => { print(1); E.stopEventPropagation(); });
    o.on("x", () => print(2));
    o.emit("x");
    `,
    `
    1
    `,
  ],
  [
    'a listener that throws does not stop the next',
    `
    var o = {};
    o.on("x", () => { throw "thrown"; });
    o.on("x", () => print("next"));
    o.emit("x");
    `,
    `
    next
    Uncaught thrown
    `,
  ],
  [
    'a listener that adds a listener',
    `
    var o = {};
    o.on("x", () => { print("a"); o.on("x", () => print("new")); });
    o.emit("x");
    `,
    `
    a
    `,
  ],
  [
    'arguments are those of the time of emit',
    `
    var o = {}, v = { n: 1 };
    o.on("x", (a, b) => print(a.n, b));
    o.emit("x", v, v.n);
    v.n = 2;
    `,
    `
    2 1
    `,
  ],
])
