/**
 * Where errors of every construct point to (FACTS 5.1): line, column and the marked place.
 */
import { measured } from '../golden/measured.ts'

measured('stack traces', [
  [
    'errors of names in expressions',
    `
    var o = { a: {}, x: 5 }, f = function () {}, g = function () { return undefined.x; }, h = { get x() { return nope; } };
    for (var code of [
      "nope",
      "nope()",
      "nope.x",
      "1+nope",
      "nope+1",
      "f(nope)",
      "f(1,nope)",
      "[nope]",
      "[1,nope]",
      "({a:nope})",
      "({a:1,b:nope})",
      "!nope",
      "-nope",
      "nope++",
      "++nope",
      "nope+=1",
      "x=nope",
      "var x=nope",
      "var x=1,y=nope",
      "let z=nope",
      "if(nope)1",
      "while(nope)1",
      "for(nope;;)break",
      "for(;nope;)1",
      "for(var k in nope)1",
      "for(var k of nope)1",
      "switch(1){case nope:}",
    ]) {
      try { eval(code); print(code, "fine"); } catch (e) { print(code); print(e.message); print(e.stack.split("    at t")[0].split("    at [raw]")[0]); }
    }
    `,
    `
    nope
    "nope" is not defined
        at eval (:1:1)
    nope
    ^

    nope()
    "nope" is not defined
        at eval (:1:1)
    nope()
    ^

    nope.x
    "nope" is not defined
        at eval (:1:5)
    nope.x
        ^

    1+nope
    "nope" is not defined
        at eval (:1:3)
    1+nope
      ^

    nope+1
    "nope" is not defined
        at eval (:1:5)
    nope+1
        ^

    f(nope)
    "nope" is not defined
        at eval (:1:3)
    f(nope)
      ^

    f(1,nope)
    "nope" is not defined
        at eval (:1:5)
    f(1,nope)
        ^

    [nope]
    "nope" is not defined
        at eval (:1:2)
    [nope]
     ^

    [1,nope]
    "nope" is not defined
        at eval (:1:4)
    [1,nope]
       ^

    ({a:nope})
    "nope" is not defined
        at eval (:1:5)
    ({a:nope})
        ^

    ({a:1,b:nope})
    "nope" is not defined
        at eval (:1:9)
    ({a:1,b:nope})
            ^

    !nope
    "nope" is not defined
        at eval (:1:2)
    !nope
     ^

    -nope
    "nope" is not defined
        at eval (:1:2)
    -nope
     ^

    nope++
    "nope" is not defined
        at eval (:1:5)
    nope++
        ^

    ++nope
    "nope" is not defined
        at eval (:1:3)
    ++nope
      ^

    nope+=1
    "nope" is not defined
        at eval (:1:7)
    nope+=1
          ^

    x=nope
    "nope" is not defined
        at eval (:1:3)
    x=nope
      ^

    var x=nope
    "nope" is not defined
        at eval (:1:7)
    var x=nope
          ^

    var x=1,y=nope
    "nope" is not defined
        at eval (:1:11)
    var x=1,y=nope
              ^

    let z=nope
    "nope" is not defined
        at eval (:1:7)
    let z=nope
          ^

    if(nope)1
    "nope" is not defined
        at eval (:1:8)
    if(nope)1
           ^

    while(nope)1
    "nope" is not defined
        at eval (:1:7)
    while(nope)1
          ^

    for(nope;;)break fine
    for(;nope;)1
    "nope" is not defined
        at eval (:1:6)
    for(;nope;)1
         ^

    for(var k in nope)1
    "nope" is not defined
        at eval (:1:14)
    for(var k in nope)1
                 ^

    for(var k of nope)1
    "nope" is not defined
        at eval (:1:14)
    for(var k of nope)1
                 ^

    switch(1){case nope:}
    "nope" is not defined
        at eval (:1:20)
    switch(1){case nope:}
                       ^

    `,
  ],
  [
    'errors of names in statements',
    String.raw`
    var o = { a: {}, x: 5 }, f = function () {}, g = function () { return undefined.x; }, h = { get x() { return nope; } };
    for (var code of [
      "return nope",
      "throw nope",
      "nope?1:2",
      "1?nope:2",
      "nope&&1",
      "1&&nope",
      "nope||1",
      "nope??1",
      "typeof nope.x",
      "void nope()",
      "delete nope.x",
      "nope instanceof Object",
      "1 in nope",
      "nope[0]",
      "o[nope]",
      "o.nope.x",
      "o.nope()",
      "o[\"nope\"]()",
      "o.nope.x=1",
      "o.a.b.c",
      "undefined.x",
      "null.x",
      "null[0]",
      "undefined()",
      "(1,nope)",
      "(nope)",
      "((nope))",
    ]) {
      try { eval(code); print(code, "fine"); } catch (e) { print(code); print(e.message); print(e.stack.split("    at t")[0].split("    at [raw]")[0]); }
    }
    `,
    `
    return nope
    "nope" is not defined
        at eval (:1:8)
    return nope
           ^

    throw nope
    "nope" is not defined
        at eval (:1:7)
    throw nope
          ^

    nope?1:2
    "nope" is not defined
        at eval (:1:5)
    nope?1:2
        ^

    1?nope:2
    "nope" is not defined
        at eval (:1:3)
    1?nope:2
      ^

    nope&&1
    "nope" is not defined
        at eval (:1:5)
    nope&&1
        ^

    1&&nope
    "nope" is not defined
        at eval (:1:4)
    1&&nope
       ^

    nope||1
    "nope" is not defined
        at eval (:1:5)
    nope||1
        ^

    nope??1
    "nope" is not defined
        at eval (:1:5)
    nope??1
        ^

    typeof nope.x
    "nope" is not defined
        at eval (:1:12)
    typeof nope.x
               ^

    void nope()
    "nope" is not defined
        at eval (:1:6)
    void nope()
         ^

    delete nope.x
    "nope" is not defined
        at eval (:1:12)
    delete nope.x
               ^

    nope instanceof Object
    "nope" is not defined
        at eval (:1:6)
    nope instanceof Object
         ^

    1 in nope
    "nope" is not defined
        at eval (:1:6)
    1 in nope
         ^

    nope[0]
    "nope" is not defined
        at eval (:1:7)
    nope[0]
          ^

    o[nope]
    "nope" is not defined
        at eval (:1:3)
    o[nope]
      ^

    o.nope.x
    Can't read property 'x' of undefined
        at eval (:1:7)
    o.nope.x
          ^

    o.nope()
    Function "nope" not found!
        at eval (:1:3)
    o.nope()
      ^

    o["nope"]()
    Function "nope" not found!
        at eval (:1:9)
    o["nope"]()
            ^

    o.nope.x=1
    Can't read property 'x' of undefined
        at eval (:1:7)
    o.nope.x=1
          ^

    o.a.b.c
    Can't read property 'c' of undefined
        at eval (:1:6)
    o.a.b.c
         ^

    undefined.x
    Can't read property 'x' of undefined
        at eval (:1:10)
    undefined.x
             ^

    null.x
    Can't read property 'x' of null
        at eval (:1:5)
    null.x
        ^

    null[0]
    Field or method "0" does not already exist, and can't create it on null
        at eval (:1:7)
    null[0]
          ^

    undefined()
    Function not found!
        at eval (:1:1)
    undefined()
    ^

    (1,nope)
    "nope" is not defined
        at eval (:1:8)
    (1,nope)
           ^

    (nope)
    "nope" is not defined
        at eval (:1:6)
    (nope)
         ^

    ((nope))
    "nope" is not defined
        at eval (:1:8)
    ((nope))
           ^

    `,
  ],
  [
    'errors of members and calls',
    `
    var o = { a: {}, x: 5 }, f = function () {}, g = function () { return undefined.x; }, h = { get x() { return nope; } };
    for (var code of [
      "new nope",
      "new nope()",
      "new o",
      "new o.x()",
      "\`\${nope}\`",
      "\`\${nope.x}\`",
      "\`a\${1}\${nope()}\`",
      "5()",
      "\\"a\\"()",
      "o()",
      "[]()",
      "5.5.x.y",
      "\\"abc\\".x.y",
      "[1,2][5].x",
      "f(1)(2)",
      "f()",
      "f(1).x",
      "g()",
      "(function(){nope})()",
      "(function(){return nope})()",
      "(()=>nope)()",
      "(()=>{nope()})()",
      "[1].map(nope)",
      "[1].map(5)",
      "[1].map(x=>x.y.z)",
      "[1].forEach(function(x){nope})",
      "JSON.parse(\\"{\\")",
    ]) {
      try { eval(code); print(code, "fine"); } catch (e) { print(code); print(e.message); print(e.stack.split("    at t")[0].split("    at [raw]")[0]); }
    }
    `,
    `
    new nope
    "nope" is not defined
        at eval (:1:5)
    new nope
        ^

    new nope()
    "nope" is not defined
        at eval (:1:5)
    new nope()
        ^

    new o
    Constructor should be a function, but is Object
        at eval (:1:5)
    new o
        ^

    new o.x()
    Constructor should be a function, but is Number
        at eval (:1:7)
    new o.x()
          ^

    \`\${nope}\`
    "nope" is not defined
        at eval (:1:1)
    \`\${nope}\`
    ^

    \`\${nope.x}\`
    "nope" is not defined
        at :1:5
    nope.x
        ^

    \`a\${1}\${nope()}\`
    "nope" is not defined
        at :1:1
    nope()
    ^

    5()
    Expecting function, got Number
        at eval (:1:1)
    5()
    ^

    "a"()
    Expecting function, got String
        at eval (:1:1)
    "a"()
    ^

    o()
    Expecting function, got Object
        at eval (:1:1)
    o()
    ^

    []()
    Expecting function, got Array
        at eval (:1:2)
    []()
     ^

    5.5.x.y
    Can't read property 'y' of undefined
        at eval (:1:6)
    5.5.x.y
         ^

    "abc".x.y
    Can't read property 'y' of undefined
        at eval (:1:8)
    "abc".x.y
           ^

    [1,2][5].x
    Can't read property 'x' of undefined
        at eval (:1:9)
    [1,2][5].x
            ^

    f(1)(2)
    Function not found!
        at eval (:1:4)
    f(1)(2)
       ^

    f() fine
    f(1).x
    Can't read property 'x' of undefined
        at eval (:1:5)
    f(1).x
        ^

    g()
    Can't read property 'x' of undefined
        at g (:1:10)
    undefined.x;
             ^
        at eval (:1:3)
    g()
      ^

    (function(){nope})()
    "nope" is not defined
        at function () {nope} (:1:1)
    nope
    ^
        at eval (:1:20)
    (function(){nope})()
                       ^

    (function(){return nope})()
    "nope" is not defined
        at function () {return nope} (:1:1)
    nope
    ^
        at eval (:1:27)
    (function(){return nope})()
                              ^

    (()=>nope)()
    "nope" is not defined
        at function () {return nope} (:1:1)
    nope
    ^
        at eval (:1:12)
    (()=>nope)()
               ^

    (()=>{nope()})()
    "nope" is not defined
        at function () {nope()} (:1:1)
    nope()
    ^
        at eval (:1:16)
    (()=>{nope()})()
                   ^

    [1].map(nope)
    "nope" is not defined
        at eval (:1:9)
    [1].map(nope)
            ^

    [1].map(5)
    First argument must be a function
        at eval (:1:10)
    [1].map(5)
             ^

    [1].map(x=>x.y.z)
    Can't read property 'z' of undefined
        at :1:4
    x.y.z
       ^
        at eval (:1:17)
    [1].map(x=>x.y.z)
                    ^

    [1].forEach(function(x){nope})
    "nope" is not defined
        at :1:1
    nope
    ^
        at eval (:1:30)
    [1].forEach(function(x){nope})
                                 ^

    JSON.parse("{")
    Got EOF expected '}'
        at :1:2
    {
     ^

    `,
  ],
  [
    'errors of natives and assignments',
    String.raw`
    var o = { a: {}, x: 5 }, f = function () {}, g = function () { return undefined.x; }, h = { get x() { return nope; } };
    for (var code of [
      "JSON.parse(\"[1,\")",
      "JSON.parse(\"nope\")",
      "new Uint8Array(\"x\")",
      "\"a\".repeat(-1)",
      "new Array(-1)",
      "Object.create(5)",
      "E.sum(5)",
      "btoa(5)",
      "require(\"nope\")",
      "clearTimeout(undefined)",
      "setTimeout(5)",
      "o.on(5)",
      "class Q extends nope{}",
      "super.x",
      "const c=1;c=2",
      "const d=1;d++",
      "[].length=1",
      "5=6",
      "\"a\"[0]=\"b\"",
      "(5)[\"x\"]",
      "eval(\"nope\")",
      "eval(\"1+\")",
      "eval(\"(\")",
    ]) {
      try { eval(code); print(code, "fine"); } catch (e) { print(code); print(e.message); print(e.stack.split("    at t")[0].split("    at [raw]")[0]); }
    }
    `,
    `
    JSON.parse("[1,")
    Expecting valid value, got EOF
        at :1:3
    [1,
      ^

    JSON.parse("nope")
    Expecting valid value, got ID
        at :1:1
    nope
    ^

    new Uint8Array("x")
    Unsupported first argument of type String
        at eval (:1:19)
    new Uint8Array("x")
                      ^

    "a".repeat(-1)
    Invalid count value
        at eval (:1:14)
    "a".repeat(-1)
                 ^

    new Array(-1)
    Invalid array length
        at eval (:1:13)
    new Array(-1)
                ^

    Object.create(5)
    Object prototype may only be an Object or null: Number
        at eval (:1:16)
    Object.create(5)
                   ^

    E.sum(5)
    First argument must be Array, not Number
        at eval (:1:8)
    E.sum(5)
           ^

    btoa(5)
    Expecting String or Array, got Number
        at eval (:1:7)
    btoa(5)
          ^

    require("nope")
    Module "nope" not found
        at eval (:1:15)
    require("nope")
                  ^

    clearTimeout(undefined)
    clearTimeout(undefined) not allowed. Use clearTimeout() instead
        at eval (:1:23)
    clearTimeout(undefined)
                          ^

    setTimeout(5)
    Function or String not supplied!
        at eval (:1:13)
    setTimeout(5)
                ^

    o.on(5)
    First argument must be String
        at eval (:1:7)
    o.on(5)
          ^

    class Q extends nope{}
    "nope" is not defined
        at eval (:1:9)
    class Q extends nope{}
            ^

    super.x
    Calling 'super' outside of class
        at eval (:1:1)
    super.x
    ^

    const c=1;c=2
    Assignment to a constant
        at eval (:1:13)
    const c=1;c=2
                ^

    const d=1;d++
    Assignment to a constant
        at eval (:1:12)
    const d=1;d++
               ^

    [].length=1
    Assignment to a constant
        at eval (:1:11)
    [].length=1
              ^

    5=6
    Unable to assign value to non-reference Number
        at eval (:1:3)
    5=6
      ^

    "a"[0]="b"
    Unable to assign value to non-reference String
        at eval (:1:8)
    "a"[0]="b"
           ^

    (5)["x"]
    Field or method "x" does not already exist, and can't create it on Number
        at eval (:1:8)
    (5)["x"]
           ^

    eval("nope")
    "nope" is not defined
        at eval (:1:1)
    nope
    ^
        at eval (:1:12)
    eval("nope")
               ^

    eval("1+")
    Unexpected end of Input
        at eval (:1:3)
    1+
      ^
        at eval (:1:10)
    eval("1+")
             ^

    eval("(")
    Unexpected end of Input
        at eval (:1:2)
    (
     ^
        at eval (:1:9)
    eval("(")
            ^

    `,
  ],
  [
    'lines with the characters of Modules.addCached in front of a program are not counted',
    `
    setTimeout("Modules.addCached('a',1);\\nModules.addCached('b',1);\\nnowhere();", 1);
    setTimeout("print('M o d u l e s . a d d C a c h e d');\\nnowhere();", 5);
    setTimeout("print('M o d u l e s . a d d C a c h e d');nowhere();", 10);
    setTimeout("print(1);\\nprint('Modules.addCached');\\nnowhere();", 15);
    setTimeout("nowhere();print('Modules.addCached');\\n", 20);
    setTimeout("print('Modules.addCache');\\nnowhere();", 25);
    `,
    `
    Uncaught Error: args must be addCached(string, string|function)
        at event (:0:24)
    Modules.addCached('a',1);
                           ^
    M o d u l e s . a d d C a c h e d
    Uncaught ReferenceError: "nowhere" is not defined
        at event (:1:1)
    nowhere();
    ^
    M o d u l e s . a d d C a c h e d
    Uncaught ReferenceError: "nowhere" is not defined
        at event (:0:44)
    print('M o d u l e s . a d d C a c h e d');nowhere();
                                               ^
    1
    Modules.addCached
    Uncaught ReferenceError: "nowhere" is not defined
        at event (:3:1)
    nowhere();
    ^
    Uncaught ReferenceError: "nowhere" is not defined
        at event (:1:1)
    nowhere();print('Modules.addCached');
    ^
    Modules.addCache
    Uncaught ReferenceError: "nowhere" is not defined
        at event (:2:1)
    nowhere();
    ^
    `,
  ],
])

measured('what cannot be iterated is found behind the body of its loop', [
  [
    'a statement, a block, none',
    `
    function t(s) { try { eval(s) } catch (e) { print(/:\\d+:\\d+/.exec(e.stack)[0]) } }
    t("for(k in D1)print(k);"); t("for(k of 5) { print(k) }  ;"); t("for(k in 1.5);print(1)"); t("for(k in D1)k+1");
    t("for(k in D1)if(1){print(k)}else print(2)"); t("const q=1;for(q in {a:1})print(q)");
    `,
    `
    :1:20
    :1:24
    :1:14
    :1:15
    :1:40
    :1:33
    `,
  ],
  [
    'another loop: the device went back for it',
    `
    function t(s) { try { eval(s) } catch (e) { print(/:\\d+:\\d+/.exec(e.stack)[0]) } }
    t("for(k in D1)while(0)print(1);"); t("for(k in D1){while(0)print(1);}"); t("for(k in D1)do print(1);while(0)");
    t("for(k in D1)for(;0;)print(1);1"); t("for(k in D1)for(k in {})print(1);1"); t("for(k in D1)if(1)print(1);else while(0){};1");
    `,
    `
    :1:1
    :1:31
    :1:1
    :1:1
    :1:1
    :1:1
    `,
  ],
])
