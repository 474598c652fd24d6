/**
 * Loops, conditions, switch and jumps (FACTS 3.1, 3.2).
 */
import { measured } from '../golden/measured.ts'

measured('loops', [
  [
    'for, while, do',
    `
    for (var i = 0; i < 3; i++) print(i);
    var n = 2;
    while (n--) print("w", n);
    do print("d", n); while (n++ < 0);
    for (;;) { break; }
    for (var a = 0, b = 5; a < b; a++, b--);
    print(a, b);
    `,
    `
    0
    1
    2
    w 1
    w 0
    d -1
    d 0
    3 2
    `,
  ],
  [
    'break and continue',
    `
    for (var i = 0; i < 6; i++) { if (i == 1) continue; if (i == 4) break; print(i); }
    var n = 5;
    while (n) { n--; if (n % 2) continue; print(n); }
    `,
    `
    0
    2
    3
    4
    2
    0
    `,
  ],
  [
    'continue runs the step and the condition of do',
    `
    var n = 0;
    do { n++; if (n < 3) continue; print(n); } while (n < 4);
    `,
    `
    3
    4
    `,
  ],
  [
    'nested loops: jumps concern the inner one',
    `
    for (var i = 0; i < 2; i++) { for (var j = 0; j < 5; j++) { if (j == 2) break; print(i, j); } }
    `,
    `
    0 0
    0 1
    1 0
    1 1
    `,
  ],
  [
    'for in over objects in order of insertion',
    `
    var o = { b: 1, a: 2, 3: 4, 1: 5 };
    for (var k in o) print(k, typeof k, o[k]);
    delete o.b;
    o.b = 9;
    print(Object.keys(o));
    `,
    `
    b string 1
    a string 2
    3 string 4
    1 string 5
    [ 
      "a", 
      "3", 
      "1", 
      "b"
     ]
    `,
  ],
  [
    'for in over arrays gives text, holes are left out',
    `
    var a = [7, , 9];
    a.extra = 1;
    for (var k in a) print(k, typeof k, a[k]);
    `,
    `
    0 string 7
    2 string 9
    extra string 1
    `,
  ],
  [
    'for in over text and typed arrays',
    `
    for (var k in "ab") print(k, typeof k);
    for (var k in new Uint8Array(2)) print(k);
    `,
    `
    0 string
    1 string
    0
    1
    `,
  ],
  [
    'for in over inherited members',
    `
    class A { m() {} }
    class B extends A { n() {} }
    var b = new B();
    b.own = 1;
    for (var k in b) print(k);
    `,
    `
    own
    n
    m
    `,
  ],
  [
    'for in over nothing',
    `
    for (var k in undefined) print("never");
    try { for (var k in null) print("never"); } catch (e) { print(e.toString()); }
    try { for (var k in 5) print("never"); } catch (e) { print(e.toString()); }
    try { for (var k of true) print("never"); } catch (e) { print(e.toString()); }
    try { for (var k of {}) print("never"); print("none"); } catch (e) { print(e.toString()); }
    `,
    `
    Error: FOR loop can only iterate over Arrays, Strings or Objects, not null
    Error: FOR loop can only iterate over Arrays, Strings or Objects, not Number
    Error: FOR loop can only iterate over Arrays, Strings or Objects, not Number
    none
    `,
  ],
  [
    'for of',
    `
    for (var v of [1, , 3]) print(v);
    for (var c of "a\xf1") print(c.charCodeAt(0));
    for (var x of new Float32Array([1.5, 2])) print(x);
    for (var v of { a: 5, b: 6 }) print(v);
    `,
    `
    1
    undefined
    3
    97
    241
    1.5
    2
    5
    6
    `,
  ],
  [
    'for of sees what the body appends',
    `
    var a = [1], n = 0;
    for (var v of a) { if (n++ < 3) a.push(v + 1); print(v); }
    `,
    `
    1
    2
    3
    4
    `,
  ],
  [
    'for of with let, const and a member',
    `
    for (const v of [1, 2]) print(v);
    for (let v of [3]) print(v);
    var o = {};
    for (o.x of [4, 5]) print(o.x);
    print(o);
    try { for (5 of [1]) print("never"); } catch (e) { print(e.toString()); }
    `,
    `
    1
    2
    3
    4
    5
    { "x": 5 }
    Error: for(a of b) - 'a' must be a variable name, not String
    `,
  ],
  [
    'break in for of and for in',
    `
    for (var v of [1, 2, 3]) { if (v == 2) break; print(v); }
    for (var k in { a: 1, b: 2, c: 3 }) { if (k == "a") continue; print(k); }
    `,
    `
    1
    b
    c
    `,
  ],
  [
    'deleting while walking',
    `
    var o = { a: 1, b: 2, c: 3 };
    for (var k in o) { delete o.b; print(k); }
    `,
    `
    a
    c
    `,
  ],
  [
    'loop variables stay',
    `
    for (var k in { z: 1 });
    print(k);
    for (v of [8]);
    print(v);
    `,
    `
    z
    8
    `,
  ],
  [
    'empty bodies',
    `
    for (var i = 0; i < 3; i++);
    print(i);
    while (i--);
    print(i);
    `,
    `
    3
    -1
    `,
  ],
  [
    'a loop in a function ends with return',
    `
    function f() { for (var i = 0; ; i++) { if (i == 3) return i; } }
    print(f());
    function g() { for (var v of [1, 2, 3]) { if (v == 2) return v; } }
    print(g());
    function h() { while (true) { try { return "try"; } finally { print("finally"); } } }
    print(h());
    `,
    `
    3
    2
    finally
    try
    `,
  ],
])

measured('conditions', [
  [
    'if and else',
    `
    if (0) print("no"); else print("yes");
    if (1) print("one"); else if (2) print("two"); else print("three");
    if (0) print("one"); else if (2) print("two"); else print("three");
    if (0) print("one"); else if (0) print("two"); else print("three");
    if (1) { if (0) print("inner"); else print("dangling"); }
    `,
    `
    yes
    one
    two
    three
    dangling
    `,
  ],
  [
    'what counts as true',
    `
    print(!!0, !!1, !!-1, !!NaN, !!0.5, !!Infinity);
    print(!!"", !!"0", !!" ", !!"false");
    print(!!null, !!undefined, !![], !!{}, !!print, !!new Uint8Array(0));
    print(!!D0, !!-0, !!true, !!false);
    `,
    `
    false true true false true true
    false true true true
    false false true true true true
    true false true false
    `,
  ],
  [
    'and, or, nullish give values',
    `
    print(1 && 2, 0 && 2, "" || "b", "a" || "b");
    print(null ?? 1, undefined ?? 2, 0 ?? 3, "" ?? 4, false ?? 5);
    print(0 || null, null && 0, undefined && nope, 1 || nope);
    print(true && false || true, 0 || 1 && 2);
    `,
    `
    2 0 b a
    1 2 0  false
    null null undefined 1
    true 2
    `,
  ],
  [
    'the question mark',
    `
    print(1 ? 2 : 3, 0 ? 2 : 3, 1 ? 0 ? "a" : "b" : "c");
    print(0 ? 1 : 0 ? 2 : 3);
    var a = true ? { x: 1 } : [];
    print(a);
    `,
    `
    2 3 b
    3
    { "x": 1 }
    `,
  ],
  [
    'what is skipped has no effect',
    `
    var n = 0;
    false && n++;
    true || n++;
    true ? 0 : n++;
    print(n);
    `,
    `
    0
    `,
  ],
  [
    'commas',
    `
    print((1, 2, 3));
    var a = (print("first"), "second");
    print(a);
    `,
    `
    3
    first
    second
    `,
  ],
])

measured('switch (FACTS 3.1)', [
  [
    'cases, fall through, default',
    `
    function f(x) {
      switch (x) {
        case 1: return "one";
        case 2:
        case 3: return "two or three";
        case "1": return "text";
        default: return "other";
      }
    }
    print(f(1), f(2), f(3), f("1"), f(4), f(true));
    `,
    `
    one two or three two or three text other other
    `,
  ],
  [
    'running into the next case',
    `
    switch (1) { case 1: print("a"); case 2: print("b"); break; case 3: print("c"); }
    `,
    `
    a
    b
    `,
  ],
  [
    'no match, no default',
    `
    switch (9) { case 1: print("never"); }
    print("after");
    `,
    `
    after
    `,
  ],
  [
    'default before a case',
    `
    switch (2) { default: print("default"); case 2: print("two"); }
    `,
    `
    default
    Uncaught SyntaxError: CASE after DEFAULT unsupported
        at [raw] (:1:39)
    ...2) { default: print("default"); case 2: print("two"); }
                                     ^
    `,
  ],
  [
    'cases are expressions, tested in order with ===',
    `
    var n = 0;
    function t(v) { n++; return v; }
    switch (2) { case t(1): case t(2): print("hit", n); break; case t(3): print("no"); }
    print(n);
    switch (true) { case 1 > 2: print("a"); break; case 2 > 1: print("b"); }
    switch (NaN) { case NaN: print("equal"); break; default: print("not equal"); }
    switch (null) { case undefined: print("undefined"); break; case null: print("null"); }
    `,
    `
    hit 2
    3
    b
    not equal
    null
    `,
  ],
  [
    'continue in a switch in a loop',
    `
    for (var i = 0; i < 3; i++) { switch (i) { case 1: continue; } print(i); }
    `,
    `
    0
    2
    `,
  ],
  [
    'break leaves the switch only',
    `
    for (var i = 0; i < 2; i++) { switch (i) { case 0: break; } print("after", i); }
    `,
    `
    after 0
    after 1
    `,
  ],
  [
    'blocks in cases',
    `
    switch (1) { case 1: { let a = 1; print(a); } break; case 2: print("two"); }
    `,
    `
    1
    `,
  ],
  [
    'empty and nested',
    `
    switch (1) {}
    switch (1) { case 1: switch (2) { case 2: print("inner"); break; } print("outer"); }
    `,
    `
    inner
    outer
    `,
  ],
  [
    'return out of a switch in a function',
    `
    function f(x) { switch (x) { case 1: return "r"; } return "end"; }
    print(f(1), f(2));
    `,
    `
    r end
    `,
  ],
  [
    'exceptions out of a switch',
    `
    try { switch (1) { case 1: throw "out"; } } catch (e) { print(e); }
    `,
    `
    out
    `,
  ],
])

measured('jumps in the wrong place', [
  [
    'break and continue outside',
    `
    try { eval("break"); } catch (e) { print(e.toString()); }
    try { eval("continue"); } catch (e) { print(e.toString()); }
    try { eval("return 1"); } catch (e) { print(e.toString()); }
    try { eval("if(1){break}"); } catch (e) { print(e.toString()); }
    `,
    `
    SyntaxError: BREAK statement outside of SWITCH, FOR or WHILE loop
    SyntaxError: CONTINUE statement outside of FOR or WHILE loop
    SyntaxError: RETURN statement, but not in a function.
    SyntaxError: BREAK statement outside of SWITCH, FOR or WHILE loop
    `,
  ],
  [
    'in a function inside a loop',
    `
    try { for (;;) { (function () { break; })(); } } catch (e) { print(e.toString()); }
    `,
    `
    SyntaxError: BREAK statement outside of SWITCH, FOR or WHILE loop
    `,
  ],
  [
    'return without value, with a line break after it',
    `
    function f() { return; }
    function g() {
      return
      1;
    }
    print(f(), g());
    `,
    `
    undefined 1
    `,
  ],
])

measured('loops over arrays that change (FACTS 3.2)', [
  [
    'for-of keeps its element when others in front of it go or come',
    `
    var a = [1, 2, 3, 4], n;
    for (var v of a) { print(v); if (v == 2) a.shift(); }
    print("-"); a = [1, 2, 3, 4]; for (v of a) { print(v); if (v == 2) a.splice(0, 2); }
    print("-"); a = [1, 2, 3, 4]; for (v of a) { print(v); if (v == 2) a.splice(1, 1); }
    print("-"); a = [1, 2, 3, 4, 5]; for (v of a) { print(v); if (v == 2) a.splice(1, 1, 8, 9); }
    print("-"); a = [1, 2, 3, 4]; n = 0; for (v of a) { print(v); if (v == 2 && n++ < 1) a.unshift(9); }
    print("-"); a = [1, , 3, 4]; for (v of a) { print(v); if (v == 1) a.shift(); }
    `,
    `
    1
    2
    undefined
    -
    1
    2
    -
    1
    2
    undefined
    -
    1
    2
    undefined
    undefined
    undefined
    undefined
    -
    1
    2
    2
    3
    4
    -
    1
    undefined
    undefined
    `,
  ],
  [
    'for-of when the last element, the present one or all go',
    `
    var a = [1, 2, 3, 4];
    for (var v of a) { print(v); if (v == 4) a.pop(); }
    print("-"); a = [1, 2, 3, 4]; for (v of a) { print(v); if (v == 2) a.pop(); }
    print("-"); a = [1, 2, 3, 4]; for (v of a) { print(v); if (v == 2) delete a[1]; }
    print("-"); a = [1, 2]; for (v of a) { print(v); a.splice(0, a.length); }
    print("-"); a = [1, 2, 3]; a.name = 5; for (v of a) print(v);
    `,
    `
    1
    2
    3
    4
    -
    1
    2
    3
    -
    1
    2
    undefined
    undefined
    -
    1
    -
    1
    2
    3
    `,
  ],
  [
    'for-of over what grows, is sorted or reversed',
    `
    var a = [1, 2];
    for (var v of a) { print(v); if (a.length < 6) a.push(v); }
    print("-"); a = [1, 2, 3, 4]; for (v of a) { print(v); if (v == 2) a.reverse(); }
    print("-"); a = [4, 2, 3, 1]; for (v of a) { print(v); if (v == 2) a.sort(); }
    `,
    `
    1
    2
    1
    2
    1
    2
    -
    1
    2
    2
    4
    -
    4
    2
    3
    4
    `,
  ],
  [
    'for-in keeps its element, and ends where it is removed',
    `
    var a = [1, 2, 3, 4];
    for (var i in a) { print(i); if (i == 1) a.shift(); }
    print("-"); a = [1, 2, 3, 4]; for (i in a) { print(i); if (i == 1) a.unshift(7); }
    print("-"); a = [1, 2, 3, 4]; for (i in a) { print(i); if (i == 1) a.splice(1, 1); }
    print("-"); a = [1, 2]; for (i in a) { print(i); a.splice(0, a.length); a.push(1); }
    `,
    `
    0
    1
    1
    1
    -
    0
    1
    3
    4
    -
    0
    1
    -
    0
    `,
  ],
  [
    'for-of runs getters without their object',
    `
    var o = { _v: 1, get a() { return this._v; }, get b() { return this === global; } };
    for (var v of o) print(v);
    `,
    `
    1
    undefined
    true
    `,
  ],
])

measured('found by random programs', [
  [
    'a switch that is not executed is passed by its braces',
    `
    switch (1) { case 0: switch (0) { case 0: var a = 0, b = (---a); } break; case 1: print("one"); }
    if (0) switch (1) { case 0: (---a); }
    print("end");
    `,
    `
    one
    end
    `,
  ],
  [
    'one that is executed is read as a whole',
    `
    switch (1) { case 1: print("one"); break; case 2: (---a); }
    print("end");
    `,
    `
    one
    Uncaught SyntaxError: Got '-' expected EOF
        at [raw] (:1:54)
    switch (1) { case 1: print("one"); break; case 2: (---a); }
                                                         ^
    `,
  ],
])
