/** The names that built-in objects tell (FACTS 3.1): members of classes only after an instance was made. */
import { measured } from '../golden/measured.ts'

measured('Object.getOwnPropertyNames', [
  [
    'of built-in objects',
    `
    function t(o) { print(Object.getOwnPropertyNames(o).join(" ")); }
    [Math, JSON, Array, Object, String, Date, Number, console, Modules, process, Promise, url].forEach(t);
    [RegExp, Error, Uint8Array, print, Math.sin, function () {}].forEach(t);
    `,
    `
    E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos asin atan atan2 ceil clip cos exp floor log max min pow randInt random round sign sin sqrt tan wrap
    parse stringify
    prototype isArray
    prototype assign create defineProperties defineProperty entries fromEntries getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames getPrototypeOf keys setPrototypeOf values
    fromCharCode
    now parse
    MAX_VALUE MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY
    debug error info log trace warn
    addCached getCached removeAllCached removeCached
    env memory version
    all reject resolve
    parse






    `,
  ],
  [
    'of libraries',
    `
    function t(o) { print(Object.getOwnPropertyNames(require(o)).join(" ")); }
    ["crypto", "heatshrink", "Storage", "Flash", "fs", "http", "net"].forEach(t);
    `,
    `
    AES PBKDF2 SHA1 SHA224 SHA256 SHA384 SHA512
    compress decompress
    compact erase eraseAll getFree getStats hash list open optimise read readArrayBuffer readJSON write writeJSON
    erasePage getFree getPage read write
    appendFile appendFileSync mkdir mkdirSync pipe readFile readFileSync readdir readdirSync statSync unlink unlinkSync writeFile writeFileSync
    createServer get request
    connect createServer
    `,
  ],
  [
    'own names come first',
    `
    Math.foo = 5;
    function f() {}
    f.x = 1;
    print(Object.getOwnPropertyNames(Math).slice(0, 3), Object.getOwnPropertyNames(f), Object.keys(Math));
    `,
    `
    [ 
      "foo", 
      "E", 
      "LN10"
     ] [ 
      "x"
     ] [ 
      "foo"
     ]
    `,
  ],
  [
    'of prototypes without an instance',
    `
    function t(o) { print(Object.getOwnPropertyNames(o).join(" ")); }
    function A() {}
    A.prototype.x = 1;
    [A.prototype, Date.prototype, RegExp.prototype, Error.prototype, Promise.prototype, DataView.prototype].forEach(t);
    `,
    `
    x





    `,
  ],
  [
    'of prototypes with one',
    `
    function t(o) { print(Object.getOwnPropertyNames(o).join(" ")); }
    function A() {}
    A.prototype.x = 1;
    new A(), new String("a"), [1], new Date(), /a/, new Uint8Array(1), new Number(1);
    [A.prototype, String.prototype, Array.prototype, Date.prototype, RegExp.prototype, Function.prototype].forEach(t);
    [Uint8Array.prototype, Number.prototype, Object.prototype].forEach(t);
    `,
    `
    x constructor apply bind call replaceWith
    constructor charAt charCodeAt concat endsWith includes indexOf lastIndexOf length match padEnd padStart removeAccents repeat replace replaceAll slice split startsWith substr substring toLowerCase toUpperCase trim

    constructor apply bind call replaceWith
    constructor apply bind call replaceWith

    constructor apply bind call replaceWith
    constructor toFixed
    constructor apply bind call replaceWith
    `,
  ],
  [
    'of values',
    `
    function t(o) { print(Object.getOwnPropertyNames(o)); }
    [[1, 2], "ab", 5, new Uint8Array(2), { a: 1 }, undefined, null, true].forEach(t);
    `,
    `
    [ 
      "0", 
      "1", 
      "length"
     ]
    [ 
      "0", 
      "1", 
      "length"
     ]
    [  ]
    [ 
      "0", 
      "1"
     ]
    [ 
      "a"
     ]
    [  ]
    [  ]
    [  ]
    `,
  ],
])

measured('prototypes', [
  [
    'a prototype that is only named has no constructor yet',
    `
    var u = 0, v = 0;
    function A() {}
    function used() { v = process.memory().usage - u; u += v; return v; }
    used();
    print(A.prototype.constructor === A, "constructor" in A.prototype, used());
    new A();
    print(A.prototype.constructor === A, used());
    `,
    `
    false true 6
    true 1
    `,
  ],
  [
    'naming, brackets, instanceof and new',
    `
    var u = process.memory().usage, v = 0;
    function used() { v = process.memory().usage - u; u += v; return v; }
    used();
    function B() {}
    used();
    B.prototype;
    print(used());
    function D() {}
    used();
    D.prototype.x = 1;
    print(used());
    function F() {}
    used();
    new F();
    print(used());
    function G() {}
    used();
    print({} instanceof G);
    print(used());
    used();
    Error.prototype.foo = 1;
    print(used());
    new Error("a");
    print(used());
    `,
    `
    4
    5
    6
    false
    4
    8
    2
    `,
  ],
])

measured('functions as text', [
  [
    'a body of a single token goes on to the brace',
    `
    function a() { return 1   }
    print(a);
    print(function () { x }, function () { "s"   }, function () { return a /* c */ }, function () { return 1; });
    print(function () { return }, function () {}, function () { return a + b  }, function () { f() });
    print(E.getSizeOf(function () { return 1                        }), E.getSizeOf(function () { return 1 }));
    `,
    `
    function () {return 1   }
    function () {x } function () {"s"   } function () {return a /* c */ } function () {return 1;}
    function () {} function () {} function () {return a + b} function () {f()}
    5 3
    `,
  ],
  [
    'a bound function shows all its parameters',
    `
    function two(a, b) { return a + b }
    print(two.bind(null, 1), two.bind(null, 1, 2), two.bind(5), (function () {}).bind(null, 1), print.bind(null, 1));
    `,
    `
    function (a,b) {return a + b} function (a,b) {return a + b} function (a,b) {return a + b} function () {} function () { [native code] }
    `,
  ],
])
