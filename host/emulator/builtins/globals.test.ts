/**
 * Global functions (FACTS 3.2, 4), measured.
 */
import { measured } from '../golden/measured.ts'

measured('base64', [
  [
    'btoa takes strings and lists',
    String.raw`
    print(btoa(""), btoa("a"), btoa("ab"), btoa("abc"), btoa("abcd"));
    print(btoa([1, 2, 3]), btoa(new Uint8Array([255, 254])));
    print(btoa([256, -1, 1.9, "7", true]));
    print(btoa("\xff\xfe\x00"));
    print(btoa({}).length);
    try { btoa(5); } catch (e) { print(e.toString()); }
    try { btoa(undefined); } catch (e) { print(e.toString()); }
    try { btoa(null); } catch (e) { print(e.toString()); }
    `,
    `
     YQ== YWI= YWJj YWJjZA==
    AQID //4=
    AP8BBwE=
    //4A
    0
    Error: Expecting String or Array, got Number
    Error: Expecting String or Array, got undefined
    Error: Expecting String or Array, got null
    `,
  ],
  [
    'atob reckons the room first',
    String.raw`
    print(atob("YWJj"), atob("YWI="), atob("YQ=="), atob("YWI"), atob("YQ"));
    print(JSON.stringify(atob("A")));
    print(JSON.stringify(atob("Y W\tJ\nj")));
    print(JSON.stringify(atob("YW#j")), JSON.stringify(atob("YQ==YWI=")));
    print(JSON.stringify(atob("////")));
    try { atob(5); } catch (e) { print(e.toString()); }
    try { atob([]); } catch (e) { print(e.toString()); }
    `,
    `
    abc ab a ab a
    ""
    "abc"
    "a\`#" "aab\\u0000\\u0000"
    "\\u00FF\\u00FF\\u00FF"
    Error: Expecting String, got Number
    Error: Expecting String, got Array
    `,
  ],
  [
    'both ways',
    `
    var all = "";
    for (var i = 0; i < 256; i++) all += String.fromCharCode(i);
    print(atob(btoa(all)) === all, btoa(all).length);
    `,
    `
    true 344
    `,
  ],
  [
    'memory: flat from 20 characters on, and no entry of E is made',
    `
    var u = process.memory().usage;
    var s = btoa("0123456789abcd");
    print(process.memory().usage - u);
    u = process.memory().usage;
    s = btoa("0123456789");
    print(process.memory().usage - u);
    u = process.memory().usage;
    s = atob("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    print(process.memory().usage - u);
    `,
    `
    5
    0
    2
    `,
  ],
])

measured('numbers from text', [
  [
    'parseInt',
    `
    print(parseInt("12"), parseInt("12.7"), parseInt("-12"), parseInt("+12"));
    print(parseInt(" 12"), parseInt("12px"), parseInt("px"), parseInt(""));
    print(parseInt("0x1f"), parseInt("0b11"), parseInt("0o17"), parseInt("017"));
    print(parseInt("ff", 16), parseInt("zz", 36), parseInt("101", 2), parseInt("12", 3));
    print(parseInt("9", 8), parseInt("1e3"), parseInt(1e3), parseInt(0.5));
    print(parseInt(NaN), parseInt(Infinity), parseInt(undefined), parseInt(null), parseInt(true));
    print(parseInt("99999999999"), parseInt("2147483648"), parseInt("-2147483649"));
    print(parseInt("12", 1), parseInt("12", 37), parseInt("12", 0), parseInt("12", "16"));
    print(parseInt([7]), parseInt([7, 8]), parseInt({}));
    print(parseInt("1_000"), parseInt("--1"), parseInt("- 1"));
    `,
    `
    12 12 -12 12
    12 12 NaN NaN
    31 0 0 17
    255 1295 5 5
    NaN 1 1000 0
    NaN NaN NaN NaN NaN
    99999999999 2147483648 -2147483649
    NaN 39 12 12
    7 7 NaN
    1 NaN NaN
    `,
  ],
  [
    'parseFloat',
    `
    print(parseFloat("1.5"), parseFloat("-1.5e2"), parseFloat(".5"), parseFloat("5."));
    print(parseFloat("1e"), parseFloat("1e+"), parseFloat("1e-2x"), parseFloat("abc"), parseFloat(""));
    print(
      parseFloat(" 2.5 "),
      parseFloat("0x10"),
      parseFloat("Infinity"),
      parseFloat("-Infinity"),
      parseFloat("NaN"),
    );
    print(parseFloat(3), parseFloat([1.5]), parseFloat(true), parseFloat(undefined));
    print(parseFloat("0.1") + parseFloat("0.2") === 0.3, parseFloat("1.7976931348623157e308"));
    print(parseFloat("1.2.3"), parseFloat("1,5"), parseFloat("--1"), parseFloat("+1"));
    `,
    `
    1.5 -150 0.5 5
    1 1 0.01 NaN NaN
    2.5 16 Infinity -Infinity NaN
    3 1.5 NaN NaN
    true 1.79769313486e+308
    1.2 1 NaN 1
    `,
  ],
  [
    'isNaN and isFinite',
    `
    print(isNaN(NaN), isNaN(0), isNaN("x"), isNaN("1"), isNaN(""), isNaN(undefined), isNaN(null));
    print(isNaN({}), isNaN([]), isNaN([1]), isNaN([1, 2]), isNaN(print), isNaN(new Uint8Array(2)));
    print(isNaN(Infinity), isNaN(true), isNaN("0x1f"), isNaN(" 1"));
    print(isFinite(1), isFinite(NaN), isFinite(Infinity), isFinite(-Infinity), isFinite("5"), isFinite("x"));
    print(isFinite(null), isFinite(undefined), isFinite([]));
    `,
    `
    true false true false false true false
    true false false true false false
    false false false false
    true false false false true false
    true false true
    `,
  ],
  [
    'Number()',
    `
    print(Number(""), Number(" "), Number("12"), Number(" 12 "), Number("12x"));
    print(
      Number("0x1f"),
      Number("0b11"),
      Number("1e3"),
      Number(".5"),
      Number("-"),
      Number("-5"),
      Number("+5"),
    );
    print(Number(true), Number(false), Number(null), Number(undefined), Number());
    print(Number([]), Number([5]), Number([1, 2]), Number({}), Number("Infinity"));
    print(
      Number.MAX_VALUE,
      Number.MIN_VALUE,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    );
    print(Number.isInteger, Number.EPSILON, Number.parseFloat);
    `,
    `
    0 NaN 12 NaN NaN
    31 3 1000 0.5 NaN -5 5
    1 0 0 NaN 0
    0 5 NaN NaN Infinity
    1.79769313486e+308 2.22507385850e-308 NaN Infinity -Infinity
    undefined undefined undefined
    `,
  ],
])

measured('text for addresses', [
  [
    'encodeURIComponent',
    String.raw`
    print(encodeURIComponent("abc-_.!~*'()"));
    print(encodeURIComponent("a b&c=d/e?f#g"));
    print(encodeURIComponent("\x00\x1f\x7f\xff"));
    print(encodeURIComponent(5), encodeURIComponent(undefined), encodeURIComponent([1, 2]));
    `,
    `
    abc-_.!~*'()
    a%20b%26c%3Dd%2Fe%3Ff%23g
    %00%1F%7F%FF
    5 undefined 1%2C2
    `,
  ],
  [
    'decodeURIComponent',
    `
    print(decodeURIComponent("a%20b%26"), decodeURIComponent("100"), decodeURIComponent("%41%6a%6A"));
    print(
      JSON.stringify(decodeURIComponent("%zz")),
      JSON.stringify(decodeURIComponent("%4")),
      JSON.stringify(decodeURIComponent("%")),
    );
    print(decodeURIComponent(encodeURIComponent("x=1&y=z w")));
    `,
    `
    a b& 100 Ajj
    "3" "\\u00FF" "\\u00FF"
    x=1&y=z w
    `,
  ],
])

measured('globals that exist and that do not', [
  [
    'no Map, Symbol, Proxy and others (FACTS 3.1)',
    `
    print(typeof Map, typeof Set, typeof WeakMap, typeof Symbol, typeof Proxy, typeof Reflect);
    print(typeof Intl, typeof RangeError, typeof structuredClone, typeof queueMicrotask);
    print(typeof setImmediate, typeof TextEncoder, typeof performance, typeof Buffer);
    print(typeof globalThis, typeof global, globalThis === global, this === global);
    print(
      typeof console.error,
      typeof console.log,
      typeof console.warn,
      typeof console.info,
      typeof console.debug,
    );
    `,
    `
    undefined undefined undefined undefined undefined undefined
    undefined undefined undefined undefined
    undefined undefined undefined undefined
    object object true true
    function function function function function
    `,
  ],
  [
    'constants',
    `
    print(NaN, Infinity, -Infinity, HIGH, LOW, undefined);
    NaN = 5;
    print(NaN);
    `,
    `
    NaN Infinity -Infinity 1 0 undefined
    Uncaught Error: Unable to assign value to non-reference Number
        at [raw] (:2:7)
    NaN = 5;
          ^
    `,
  ],
  [
    'names of natives are functions without names',
    `
    print(typeof print, print, parseInt);
    print(print.name, Math.name, (function f() {}).name);
    print(print === print, print == console.log, Math === Math);
    `,
    `
    function function () { [native code] } function () { [native code] }
    undefined undefined undefined
    true true true
    `,
  ],
  [
    'eval runs in the scope of its caller',
    `
    var x = 1;
    function f() { var x = 2; return eval("x+1"); }
    print(f(), eval("x"), eval("var y=5;y*2"), y);
    print(eval(7), eval(), eval("1;2;3"), eval("{}"), eval("({a:1})").a);
    (function () { eval("var inner=3"); print(inner); })();
    print(typeof inner);
    try { eval("1+"); } catch (e) { print(e.toString()); }
    try { eval("nope"); } catch (e) { print(e.toString()); }
    `,
    `
    3 1 10 5
    7 undefined 3 undefined 1
    3
    undefined
    SyntaxError: Unexpected end of Input
    ReferenceError: "nope" is not defined
    `,
  ],
  [
    'arguments',
    `
    function f() { return arguments.length; }
    print(f(), f(1), f(1, 2, undefined));
    function g(a) { arguments[0] = 9; return a; }
    print(g(1));
    function h(a, b) { return arguments; }
    print(h(1), h(1, 2, 3));
    print((() => arguments.length)(1, 2));
    try { print(arguments); } catch (e) { print(e.toString()); }
    `,
    `
    0 1 3
    1
    [ 1, undefined ] [ 1, 2, 3 ]
    2
    Error: Can only use 'arguments' variable inside a function
    `,
  ],
  [
    'a pin is a value of its own',
    `
    print(D5, typeof D5, D5 + 1, D5 == 5, D5 === 5, "" + D5, [D5], D5 + "");
    print(new Pin(D5), typeof Pin);
    `,
    `
    D5 number 6 true true D5 [ D5 ] D5
    D5 function
    `,
  ],
  [
    'require of what does not exist',
    `
    try { require("nope"); } catch (e) { print(e.toString()); }
    try { require(); } catch (e) { print(e.toString()); }
    try { require(5); } catch (e) { print(e.toString()); }
    print(typeof require("Storage"), require("Storage") === require("Storage"));
    `,
    `
    Error: Module "nope" not found
    TypeError: Expecting module name as a string, got undefined
    TypeError: Expecting module name as a string, got Number
    function true
    `,
  ],
])

measured('print', [
  [
    'values with a space between, strings without quotes',
    String.raw`
    print(1, "a", true, null, undefined, 1.5);
    print();
    print("");
    print("a\nb");
    print(["a"], { a: "b" });
    print([1, [2, [3, []]]]);
    print({ a: 1, b: { c: 2 } });
    print({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 });
    print([undefined, null, , 3]);
    print(function (a, b) { return a; }, (a) => a, class A {});
    print(new Uint8Array([1, 2]), new Float32Array(2), new ArrayBuffer(3));
    print(new Error("x"), new Date(0), /a/g);
    `,
    `
    1 a true null undefined 1.5


    a
    b
    [ 
      "a"
     ] { 
      "a": "b"
     }
    [ 1, 
      [ 2, 
        [ 3, 
          [  ]
         ]
       ]
     ]
    { "a": 1, 
      "b": { "c": 2 }
     }
    { "a": 1, "b": 2, "c": 3, "d": 4, 
      "e": 5, "f": 6 }
    [ undefined, null, undefined, 3 ]
    function (a,b) {return a;} function (a) {return a} function () {}
    new Uint8Array([1, 2]) new Float32Array(2) new ArrayBuffer(3)
    Error: Error: x Date: Thu Jan 1 1970 00:00:00 GMT+0000 RegExp: { 
      "source": "a", 
      "flags": "g", 
      "lastIndex": 0 }
    `,
  ],
  [
    'console.log prints the same',
    `
    console.log("log", 1);
    console.error("error");
    console.warn("warn");
    console.info("info");
    console.debug("debug");
    `,
    `
    log 1
    error
    warn
    info
    debug
    `,
  ],
])
