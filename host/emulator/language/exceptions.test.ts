/**
 * Exceptions and the text of stack traces (FACTS 3.2, 5.1).
 */
import { measured } from '../golden/measured.ts'

measured('try, catch, finally', [
  [
    'any value can be thrown',
    `
    for (var v of [1, "a", null, undefined, true, 1.5]) try { throw v; } catch (e) { print(e, typeof e); }
    try { throw { code: 5 }; } catch (e) { print(e.code); }
    try { throw [1, 2]; } catch (e) { print(e); }
    `,
    `
    1 number
    a string
    null object
    undefined undefined
    true boolean
    1.5 number
    5
    [ 1, 2 ]
    `,
  ],
  [
    'order of the parts',
    `
    try { print("try"); } catch (e) { print("catch"); } finally { print("finally"); }
    try { print("try"); throw 1; } catch (e) { print("catch"); } finally { print("finally"); }
    try { try { throw 1; } finally { print("inner finally"); } } catch (e) { print("outer", e); }
    `,
    `
    try
    finally
    try
    catch
    finally
    inner finally
    outer 1
    `,
  ],
  [
    'without a variable',
    `
    try { throw 1; } catch { print("caught"); }
    `,
    `
    caught
    `,
  ],
  [
    'finally runs after return, break and continue',
    `
    function f() { try { return "value"; } finally { print("finally"); } }
    print(f());
    for (var i = 0; i < 2; i++) { try { continue; } finally { print("f", i); } }
    for (;;) { try { break; } finally { print("left"); } }
    `,
    `
    finally
    value
    f 0
    f 1
    left
    `,
  ],
  [
    'return in finally',
    `
    function f() { try { return 1; } finally { return 2; } }
    print(f());
    function g() { try { throw 1; } finally { return 2; } }
    try { print(g()); } catch (e) { print("thrown", e); }
    `,
    `
    2
    thrown 1
    `,
  ],
  [
    'an exception in catch or finally',
    `
    try { try { throw 1; } catch (e) { throw 2; } } catch (e) { print(e); }
    try { try { throw 1; } finally { throw 3; } } catch (e) { print(e); }
    try { try { throw 1; } catch (e) { throw 2; } finally { print("f"); } } catch (e) { print(e); }
    `,
    `
    2
    3
    f
    2
    `,
  ],
  [
    'thrown again',
    `
    try { try { throw new Error("once"); } catch (e) { throw e; } } catch (e) { print(e.message); }
    `,
    `
    once
    `,
  ],
  [
    'through functions',
    `
    function a() { b(); }
    function b() { c(); }
    function c() { throw "deep"; }
    try { a(); } catch (e) { print(e); }
    `,
    `
    deep
    `,
  ],
  [
    'out of callbacks',
    `
    try { [1, 2].forEach(function (x) { throw x; }); } catch (e) { print(e); }
    try { [3, 1].sort(function () { throw "sort"; }); print("no"); } catch (e) { print(e); }
    try { "a".replace(/a/, function () { throw "replace"; }); print("no"); } catch (e) { print(e); }
    try { ({ get x() { throw "getter"; } }).x; } catch (e) { print(e); }
    try { [1].map(() => { throw "map"; }); } catch (e) { print(e); }
    try { [1].reduce(() => { throw "reduce"; }, 0); } catch (e) { print(e); }
    try { new (class { constructor() { throw "constructor"; } })(); } catch (e) { print(e); }
    `,
    `
    1
    sort
    replace
    map
    reduce
    constructor
    `,
  ],
  [
    'statements after the error do not run',
    `
    var log = "";
    try { log += 1; nope(); log += 2; } catch (e) { log += 3; }
    print(log);
    `,
    `
    13
    `,
  ],
  [
    'the rest of an expression does not run',
    `
    var log = "";
    function note(x) { log += x; return x; }
    try { note("a") + nope + note("b"); } catch (e) {}
    try { f2(note("c")); } catch (e) {}
    try { note("d")(note("e")); } catch (e) {}
    print(log);
    `,
    `
    ad
    `,
  ],
])

measured('error objects', [
  [
    'members',
    `
    var e = new Error("message");
    print(e.message, e.type, typeof e.stack, e.toString(), "" + e);
    print(Object.keys(e));
    print(new Error().toString(), new Error(5).message, new Error(undefined).message);
    `,
    `
    message Error string Error: message Error: message
    [ 
      "message", 
      "type", 
      "stack"
     ]
    Error 5 undefined
    `,
  ],
  [
    'without new',
    `
    var e = Error("called");
    print(e.message, e instanceof Error);
    `,
    `
    called true
    `,
  ],
  [
    'classes of errors',
    `
    for (var E of [Error, SyntaxError, TypeError, InternalError, ReferenceError]) {
      var e = new E("m");
      print(e.toString(), e instanceof E, e instanceof Error);
    }
    `,
    `
    Error: m true true
    SyntaxError: m true false
    TypeError: m true false
    InternalError: m true false
    ReferenceError: m true false
    `,
  ],
  [
    'errors of the interpreter have types',
    `
    try { undefined.x; } catch (e) { print(e.type, e.message, e instanceof Error); }
    try { nope; nope(); } catch (e) { print(e.type, e.message, e instanceof ReferenceError); }
    try { eval("(("); } catch (e) { print(e.type, e.message, e instanceof SyntaxError); }
    try { const c = 1; c = 2; } catch (e) { print(e.type, e.message, e instanceof TypeError); }
    `,
    `
    Error Can't read property 'x' of undefined true
    ReferenceError "nope" is not defined true
    SyntaxError Unexpected end of Input true
    TypeError Assignment to a constant true
    `,
  ],
  [
    'own classes of errors',
    `
    class MyError extends Error { constructor(m) { super(m); this.extra = 1; } }
    try { throw new MyError("mine"); } catch (e) { print(e instanceof MyError, e.extra, typeof e.message); }
    `,
    `
    false undefined string
    `,
  ],
  [
    'toString of an object that is thrown',
    `
    try { throw { toString: function () { return "custom"; } }; } catch (e) { print("" + e); }
    `,
    `
    custom
    `,
  ],
])

measured('messages of the interpreter', [
  [
    'members of nothing',
    `
    try { undefined.a; } catch (e) { print(e.message); }
    try { null.a; } catch (e) { print(e.message); }
    try { undefined.a = 1; } catch (e) { print(e.message); }
    try { null[0]; } catch (e) { print(e.message); }
    try { undefined[0] = 1; } catch (e) { print(e.message); }
    try { undefined["a b"]; } catch (e) { print(e.message); }
    try { var o = {}; o.a.b; } catch (e) { print(e.message); }
    try { o.a.b.c = 1; } catch (e) { print(e.message); }
    try { undefined.f(); } catch (e) { print(e.message); }
    `,
    `
    Can't read property 'a' of undefined
    Can't read property 'a' of null
    Can't read property 'a' of undefined
    Field or method "0" does not already exist, and can't create it on null
    Field or method "0" does not already exist, and can't create it on undefined
    Field or method "a b" does not already exist, and can't create it on undefined
    Can't read property 'b' of undefined
    Can't read property 'b' of undefined
    Can't read property 'f' of undefined
    `,
  ],
  [
    'calls of what is no function',
    `
    try { undefined(); } catch (e) { print(e.message); }
    try { null(); } catch (e) { print(e.message); }
    try { 5(); } catch (e) { print(e.message); }
    try { "a"(); } catch (e) { print(e.message); }
    try { ({})(); } catch (e) { print(e.message); }
    try { [](); } catch (e) { print(e.message); }
    try { ({}).f(); } catch (e) { print(e.message); }
    try { var o = { f: 1 }; o.f(); } catch (e) { print(e.message); }
    try { o["g h"](); } catch (e) { print(e.message); }
    try { (function () {})()(); } catch (e) { print(e.message); }
    try { Math.nope(); } catch (e) { print(e.message); }
    `,
    `
    Function not found!
    Expecting function, got null
    Expecting function, got Number
    Expecting function, got String
    Expecting function, got Object
    Expecting function, got Array
    Function "f" not found!
    Expecting function, got Number
    Function "g h" not found!
    Function not found!
    Function "nope" not found!
    `,
  ],
  [
    'new of what is no constructor',
    `
    try { new nope(); } catch (e) { print(e.message); }
    try { new 5(); } catch (e) { print(e.message); }
    try { new undefined(); } catch (e) { print(e.message); }
    try { new ({})(); } catch (e) { print(e.message); }
    try { new Math.nope(); } catch (e) { print(e.message); }
    `,
    `
    "nope" is not defined
    Constructor should be a function, but is Number
    Constructor should be a function, but is undefined
    Constructor should be a function, but is Object
    Constructor should be a function, but is undefined
    `,
  ],
  [
    'writing where nothing can be written',
    `
    try { (5).x = 1; } catch (e) { print(e.message); }
    try { true.x = 1; } catch (e) { print(e.message); }
    try { "abc".x = 1; print("ignored"); } catch (e) { print(e.message); }
    try { "abc"[0] = "x"; print("ignored"); } catch (e) { print(e.message); }
    try { new Uint8Array(2).x = 1; } catch (e) { print(e.message); }
    try { 5 = 6; } catch (e) { print(e.message); }
    try { f() = 6; } catch (e) { print(e.message); }
    try { "a" = 1; } catch (e) { print(e.message); }
    try { [1, 2].length = 0; } catch (e) { print(e.message); }
    `,
    `
    Field or method "x" does not already exist, and can't create it on Number
    Field or method "x" does not already exist, and can't create it on Number
    ignored
    Unable to assign value to non-reference String
    Field or method "x" does not already exist, and can't create it on Uint8Array
    Unable to assign value to non-reference Number
    "f" is not defined
    Unable to assign value to non-reference String
    Assignment to a constant
    `,
  ],
  [
    'in and instanceof',
    `
    try { "a" in undefined; } catch (e) { print(e.message); }
    try { "a" in null; } catch (e) { print(e.message); }
    try { print("a" in 5, "a" in "abc", 1 in "abc", 5 in [1]); } catch (e) { print(e.message); }
    try { 1 instanceof 5; } catch (e) { print(e.message); }
    try { 1 instanceof undefined; } catch (e) { print(e.message); }
    `,
    `
    false false false false
    Expecting function on RHS, got Number
    Expecting function on RHS, got undefined
    `,
  ],
  [
    'text that is too long to be a number',
    `
    try { print(+"1".repeat(70)); } catch (e) { print(e.message); }
    try { print(parseInt("1".repeat(80))); } catch (e) { print(e.message); }
    try { print(parseFloat("1".repeat(80))); } catch (e) { print(e.message); }
    `,
    `
    String too big to convert to number
    String too big to convert to number
    String too big to convert to number
    `,
  ],
])

measured('syntax errors and their texts (FACTS 3.1)', [
  [
    'tokens in the wrong place',
    `
    function t(code) { try { eval(code); print("fine"); } catch (e) { print(e.toString()); } }
    t("1+");
    t("(1");
    t("[1,2");
    t("{a:1");
    t("var");
    t("var 5");
    t("if");
    t("if(");
    t("if(1");
    t("for(");
    t("for(;;");
    t("while(");
    t("function");
    t("function(");
    t("function f(");
    t("function f(a");
    t("function f(){");
    t("throw");
    t("switch(1){5}");
    t("try{}");
    t("catch");
    t("do{}");
    t("do{}while");
    t(")");
    t("}");
    t("]");
    t("a b");
    t("1 2");
    t("'abc");
    t("\`abc");
    t("/*");
    t("/abc");
    t("@");
    t("#");
    t("\\\\");
    t("?");
    t(".5.5");
    t("1..x");
    t("class");
    t("class A{");
    t("class A{5}");
    t("class A extends");
    t("new");
    t("delete");
    t("typeof");
    t("x=");
    t("x+=");
    t("++");
    t("!");
    t("({a})");
    t("({a:})");
    t("({get})");
    t("({get a})");
    t("({5:1,'b':2,c})");
    t("({[1]:1})");
    `,
    `
    SyntaxError: Unexpected end of Input
    SyntaxError: Got EOF expected ','
    SyntaxError: Got EOF expected ','
    ReferenceError: "a" is not defined
    fine
    fine
    SyntaxError: Got EOF expected '('
    SyntaxError: Unexpected end of Input
    SyntaxError: Got EOF expected ')'
    SyntaxError: Got EOF expected ';'
    SyntaxError: Got EOF expected ')'
    SyntaxError: Unexpected end of Input
    SyntaxError: Got EOF expected ID
    SyntaxError: Got '(' expected ID
    SyntaxError: Got EOF expected ID
    SyntaxError: Got EOF expected ','
    SyntaxError: Got EOF expected '}'
    SyntaxError: Unexpected end of Input
    SyntaxError: Got INT expected '}'
    SyntaxError: Got EOF expected finally
    SyntaxError: Got catch expected EOF
    SyntaxError: Got EOF expected while
    SyntaxError: Got EOF expected '('
    SyntaxError: Got ')' expected EOF
    SyntaxError: Got '}' expected EOF
    SyntaxError: Got ']' expected EOF
    ReferenceError: "a" is not defined
    fine
    SyntaxError: Got UNFINISHED STRING expected EOF
    SyntaxError: Got UNFINISHED TEMPLATE LITERAL expected EOF
    SyntaxError: Got UNFINISHED COMMENT expected EOF
    SyntaxError: Got UNFINISHED REGEX expected EOF
    SyntaxError: Got '@' expected EOF
    SyntaxError: Got '#' expected EOF
    SyntaxError: Got '\\' expected EOF
    SyntaxError: Got '?' expected EOF
    fine
    fine
    SyntaxError: Got EOF expected ID
    SyntaxError: Got EOF expected '}'
    SyntaxError: Got INT expected '}'
    ReferenceError: "" is not defined
    SyntaxError: Unexpected end of Input
    SyntaxError: Unexpected end of Input
    SyntaxError: Unexpected end of Input
    SyntaxError: Unexpected end of Input
    SyntaxError: Unexpected end of Input
    SyntaxError: Unexpected end of Input
    SyntaxError: Unexpected end of Input
    ReferenceError: "a" is not defined
    SyntaxError: Got '}' expected EOF
    ReferenceError: "get" is not defined
    SyntaxError: Got '}' expected '('
    ReferenceError: "c" is not defined
    SyntaxError: Got '[' expected ID
    `,
  ],
  [
    'what the language lacks',
    `
    function t(code) { try { eval(code); print("fine"); } catch (e) { print(e.toString()); } }
    t("var [a,b]=[1,2]");
    t("var {a,b}={}");
    t("(function({a}){})");
    t("(function(a=1){})");
    t("(a=1)=>a");
    t("(function(...a){})");
    t("f(...[1])");
    t("[...[1]]");
    t("({...{}})");
    t("var o={};o?.a");
    t("2**3");
    t("var x=1;x**=2");
    t("var x=1;x&&=2");
    t("null??=2");
    t("label:for(;;)break");
    t("function*g(){}");
    t("async function f(){}");
    t("await 1");
    t("import 'a'");
    t("export default 1");
    t("class A{#p=1}");
    t("class A{static{}}");
    t("with({}){}");
    t("10n");
    t("new.target");
    t("tag\`x\`");
    t("'\\\\u{41}'");
    t("for await(x of y){}");
    `,
    `
    ReferenceError: "a" is not defined
    ReferenceError: "a" is not defined
    SyntaxError: Got '{' expected ID
    SyntaxError: Got '=' expected ','
    SyntaxError: Got => expected EOF
    SyntaxError: Got '.' expected ID
    ReferenceError: "f" is not defined
    SyntaxError: Got '.' expected EOF
    SyntaxError: Got '.' expected ID
    SyntaxError: Got '.' expected EOF
    SyntaxError: Got '*' expected EOF
    SyntaxError: Got *= expected EOF
    SyntaxError: Got '=' expected EOF
    SyntaxError: Got '=' expected EOF
    ReferenceError: "label" is not defined
    SyntaxError: Got '*' expected ID
    ReferenceError: "async" is not defined
    ReferenceError: "await" is not defined
    ReferenceError: "import" is not defined
    ReferenceError: "export" is not defined
    SyntaxError: Got '#' expected '}'
    SyntaxError: Got '{' expected ID
    ReferenceError: "with" is not defined
    ReferenceError: "n" is not defined
    SyntaxError: Got '.' expected EOF
    ReferenceError: "tag" is not defined
    Error: Invalid escape sequence
    SyntaxError: Got ID:await expected '('
    `,
  ],
  [
    'semicolons are not needed',
    `
    var a = 1
    var b = 2
    print(a + b)
    if (a) print("a") else print("b")
    var f = function () { return 1 }
    print(f())
    { print("block") } print("same line")
    `,
    `
    3
    a
    1
    block
    same line
    `,
  ],
])

measured('uncaught exceptions', [
  [
    'the text of a program error',
    `
    print("before");
    undefined.x;
    print("never");
    `,
    `
    before
    Uncaught Error: Can't read property 'x' of undefined
        at [raw] (:2:10)
    undefined.x;
             ^
    `,
  ],
  [
    'a thrown text',
    `
    throw "text";
    `,
    `
    Uncaught text
    `,
  ],
  [
    'a thrown number',
    `
    throw 5;
    `,
    `
    Uncaught 5
    `,
  ],
  [
    'a thrown object',
    `
    throw { a: 1 };
    `,
    `
    Uncaught [object Object]
    `,
  ],
  [
    'an error from a function shows each call',
    `
    function inner() { return undefined.x; }
    function outer() {
      var a = 1;
      inner();
    }
    outer();
    `,
    `
    Uncaught Error: Can't read property 'x' of undefined
        at inner (:1:10)
    undefined.x;
             ^
        at outer (:2:9)
      inner();
            ^
        at [raw] (:6:7)
    outer();
          ^
    `,
  ],
  [
    'names of methods and of functions without names',
    `
    var o = { method: function () { nope(); } };
    o.method();
    `,
    `
    Uncaught ReferenceError: "nope" is not defined
        at method (:1:1)
    nope();
    ^
        at [raw] (:2:10)
    o.method();
             ^
    `,
  ],
  [
    'a function expression that is called at once shows its text',
    `
    (function () { nope(); })();
    `,
    `
    Uncaught ReferenceError: "nope" is not defined
        at function () {nope();} (:1:1)
    nope();
    ^
        at [raw] (:1:27)
    (function () { nope(); })();
                              ^
    `,
  ],
  [
    'long lines are cut around the place',
    `
    var aaaaaaaaaaaaaaaaaaaa = 1; var bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb = 2; undefined.x; var cccccccccccccccccccccccccccc = 3;
    `,
    `
    Uncaught Error: Can't read property 'x' of undefined
        at [raw] (:1:80)
    ...bbbbbbbbbbbbbbb = 2; undefined.x; var cccccccccccccccccccccc...
                                     ^
    `,
  ],
  [
    'long lines with the place at the start',
    `
    undefined.x; var aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = 1; var bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb = 2;
    `,
    `
    Uncaught Error: Can't read property 'x' of undefined
        at [raw] (:1:10)
    undefined.x; var aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = 1; var...
             ^
    `,
  ],
  [
    'in a template',
    `
    print(\`a\${nope}b\`);
    `,
    `
    Uncaught ReferenceError: "nope" is not defined
        at [raw] (:1:6)
    print(\`a\${nope}b\`);
         ^
    `,
  ],
  [
    'in eval',
    String.raw`
    eval("var a=1;\nnope()");
    `,
    `
    Uncaught ReferenceError: "nope" is not defined
        at eval (:2:1)
    nope()
    ^
        at [raw] (:1:24)
    eval("var a=1;\\nnope()");
                           ^
    `,
  ],
  [
    'in a constructor',
    `
    class A { constructor() { this.f(); } f() { null.x; } }
    new A();
    `,
    `
    Uncaught Error: Can't read property 'x' of null
        at f (:1:5)
    null.x;
        ^
        at A (:1:8)
    this.f();
           ^
        at [raw] (:2:7)
    new A();
          ^
    `,
  ],
  [
    'in a callback of a native',
    `
    [1].forEach(function (x) { x.y.z; });
    `,
    `
    Uncaught Error: Can't read property 'z' of undefined
        at :1:4
    x.y.z;
       ^
        at [raw] (:1:36)
    [1].forEach(function (x) { x.y.z; });
                                       ^
    `,
  ],
  [
    'in a getter',
    String.raw`
    var o = { get g() { return undefined.x; } };
    try { print(o.g); } catch (e) { print(e.stack.split("\n")[0]); }
    `,
    `
        at :1:10
    `,
  ],
  [
    'a syntax error',
    `
    print(1);
    var x = ;
    print(2);
    `,
    `
    1
    Uncaught SyntaxError: Got ';' expected EOF
        at [raw] (:2:9)
    var x = ;
            ^
    `,
  ],
  [
    'new Error',
    `
    throw new Error("made here");
    `,
    `
    Uncaught Error: made here
        at [raw] (:1:28)
    throw new Error("made here");
                               ^
    `,
  ],
  [
    'an error made elsewhere keeps the stack of its making',
    `
    function make() { return new Error("made"); }
    var e = make();
    throw e;
    `,
    `
    Uncaught Error: made
        at make (:1:17)
    new Error("made");
                    ^
        at [raw] (:2:14)
    var e = make();
                 ^
    `,
  ],
  [
    'stack as text',
    `
    function f() { try { undefined.x; } catch (e) { print(e.stack); } }
    f();
    `,
    `
        at f (:1:16)
    try { undefined.x; } catch (e) { print(e.stack); }
                   ^
        at [raw] (:2:3)
    f();
      ^

    `,
  ],
  [
    'stack of a thrown text is none',
    `
    try { throw "x"; } catch (e) { print(e.stack); }
    `,
    `
    undefined
    `,
  ],
  [
    'in a timer',
    `
    setTimeout(function () { nope(); }, 1);
    setTimeout(function named() { undefined.x; }, 60);
    setTimeout(() => { throw "text"; }, 120);
    `,
    `
    Uncaught ReferenceError: "nope" is not defined
        at :1:1
    nope();
    ^
    Uncaught Error: Can't read property 'x' of undefined
        at :1:10
    undefined.x;
             ^
    Uncaught text
    `,
  ],
  [
    'in a promise',
    `
    Promise.resolve(1).then(function (x) { nope(); });
    `,
    `
    Uncaught Error: Unhandled promise rejection: ReferenceError: "nope" is not defined
        at :1:1
    nope();
    ^
    `,
  ],
  [
    'in an event',
    `
    var o = {};
    o.on("x", function () { nope(); });
    o.emit("x");
    `,
    `
    Uncaught ReferenceError: "nope" is not defined
        at :1:1
    nope();
    ^
    `,
  ],
])
