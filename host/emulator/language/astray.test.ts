/** Exceptions behind which the device loses its place in the text (FACTS 3.1). */
import { measured } from '../golden/measured.ts'

measured('where the device stands after an exception', [
  [
    'a literal with members behind the exception hides catch and finally',
    `
    try {
      print({ a: 1, b: 2 });
      var x = { a: nowhere, b: 1 };
    } catch (e) { print("caught"); } finally { print("finally"); }
    `,
    `
    { "a": 1, "b": 2 }
    Uncaught ReferenceError: "nowhere" is not defined
        at [raw] (:3:16)
      var x = { a: nowhere, b: 1 };
                   ^
    `,
  ],
  [
    'an exception in the last member is caught',
    `
    try { var x = { a: 1, b: nowhere }; } catch (e) { print("caught", e.message); } finally { print("finally"); }
    `,
    `
    caught "nowhere" is not defined
    finally
    `,
  ],
  [
    'a name alone at the end takes the brace with it',
    `
    try { var x = { a: nowhere, c }; } catch (e) { print("caught", e.message); }
    `,
    `
    caught "nowhere" is not defined
    `,
  ],
  [
    'accessors and methods behind the exception hide catch as well',
    `
    function get() { try { var x = { a: nowhere, get c() { return 1 } }; } catch (e) { print("inner"); } print("after"); }
    function method() { try { var x = { a: nowhere, c() { return 1 } }; } catch (e) { print("inner"); } print("after"); }
    try { get(); } catch (e) { print("outer", e.message); }
    try { method(); } catch (e) { print("outer", e.message); }
    `,
    `
    outer "nowhere" is not defined
    outer "nowhere" is not defined
    `,
  ],
  [
    'in a function the caller catches',
    `
    function f() { try { return { a: nowhere, b: 1 }; } catch (e) { print("inner"); } finally { print("finally"); } }
    try { f(); } catch (e) { print("outer", e.message); }
    `,
    `
    outer "nowhere" is not defined
    `,
  ],
  [
    'as the argument of a native the literal loses its brace to the call',
    `
    try { print({ a: nowhere, b: 1 }, 0); print(1); } catch (e) { print("caught", e.message); } finally { print("finally"); }
    `,
    `
    caught "nowhere" is not defined
    finally
    `,
  ],
  [
    'a handler that throws in a literal hides finally',
    `
    try { null.x; } catch (e) { print(e.message); var x = { a: nowhere, b: 1 }; } finally { print("finally"); }
    `,
    `
    Can't read property 'x' of null
    Uncaught ReferenceError: "nowhere" is not defined
        at [raw] (:1:60)
    ...rint(e.message); var x = { a: nowhere, b: 1 }; } finally { p...
                                     ^
    `,
  ],
  [
    'a loop over elements finds its end again',
    `
    try { for (var i of [1, 2]) { var x = { a: nowhere, b: 1 }; } } catch (e) { print("caught", e.message); }
    `,
    `
    caught "nowhere" is not defined
    `,
  ],
  [
    'arguments of a native behind the exception are left over in the head of an if',
    `
    if (Math.min(nowhere, 2)) { print(1); }
    `,
    `
    Uncaught SyntaxError: Got ')' expected EOF
        at [raw] (:1:25)
    if (Math.min(nowhere, 2)) { print(1); }
                            ^
    `,
  ],
  [
    'a syntax error takes the place of the exception and can be caught',
    `
    function f() { if (0 != Math.min(nowhere, 2)) { print(1); } }
    try { f(); } catch (e) { print(e.toString()); }
    try { if (Math.min(nowhere, [1, 2], 3)) print(1); else print(2); } catch (e) { print(e.toString()); }
    `,
    `
    SyntaxError: Got ')' expected EOF
    ReferenceError: "nowhere" is not defined
    `,
  ],
  [
    'in the head of a while loop too',
    `
    while (Math.max(nowhere, 1)) { print(1); }
    `,
    `
    Uncaught SyntaxError: Got ')' expected EOF
        at [raw] (:1:28)
    while (Math.max(nowhere, 1)) { print(1); }
                               ^
    `,
  ],
  [
    'in the head of a for loop too',
    `
    for (; Math.max(nowhere, 1);) { print(1); }
    `,
    `
    Uncaught ReferenceError: "nowhere" is not defined
        at [raw] (:1:17)
    for (; Math.max(nowhere, 1);) { print(1); }
                    ^
    `,
  ],
  [
    'the same without a head in which it shows',
    `
    try { var x = [Math.max(nowhere, 1), 2]; } catch (e) { print("caught", e.message); }
    try { var y = Math.max(nowhere, 1) ? { a: 1 } : [2]; } catch (e) { print("caught", e.message); }
    try { switch (Math.max(nowhere, 1)) { case 1: print(1); } } catch (e) { print("caught", e.message); }
    `,
    `
    caught "nowhere" is not defined
    caught "nowhere" is not defined
    caught "nowhere" is not defined
    `,
  ],
  [
    'a literal behind the exception loses its brace to a native',
    `
    try { Math.max(nowhere, { a: 1 }); } catch (e) { print("caught"); }
    `,
    `
    Uncaught ReferenceError: "nowhere" is not defined
        at [raw] (:1:16)
    try { Math.max(nowhere, { a: 1 }); } catch (e) { print("caug...
                   ^
    `,
  ],
  [
    'arrays and functions of the program find their way',
    `
    function f(a, b) { return a; }
    try { f(nowhere, { a: 1 }); } catch (e) { print("caught", e.message); }
    try { var x = [nowhere, { a: 1 }]; } catch (e) { print("caught", e.message); }
    `,
    `
    caught "nowhere" is not defined
    caught "nowhere" is not defined
    `,
  ],
  [
    'a template is read before what follows it',
    `
    try { print(\`a\${Math.max(nowhere, 1)}\`, { a: 1 }); } catch (e) { print("caught"); }
    `,
    `
    Uncaught ReferenceError: "nowhere" is not defined
        at :1:10
    Math.max(nowhere, 1)
             ^
    `,
  ],
])
