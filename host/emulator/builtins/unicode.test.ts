/** Text in UTF-8 and with accents, on a build whose strings are bytes (FACTS 3.2). */
import { measured } from '../golden/measured.ts'

measured('UTF-8', [
  [
    'there are no strings of characters',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => E.asUTF8("a\\xe9"));
    t(() => E.asUTF8());
    t(() => E.fromUTF8("a\\xc3\\xa9"));
    t(() => E.isUTF8("a\\xc3\\xa9"));
    t(() => E.isUTF8());
    `,
    `
    Error: Unicode not supported on this build
    Error: Unicode not supported on this build
    undefined
    false
    false
    `,
  ],
  [
    'decodeUTF8 makes bytes of what fits in a byte',
    `
    function c(s) { return s.split("").map((x) => x.charCodeAt(0)).join(); }
    print(c(E.decodeUTF8("az")), c(E.decodeUTF8("\\xc3\\xa9\\xc3\\xbf!")), c(E.decodeUTF8("\\x80\\xbf\\xf8\\xff")));
    print(c(E.decodeUTF8("\\xe2\\x82\\xac")), c(E.decodeUTF8("\\xf0\\x9f\\x98\\x80x")), c(E.decodeUTF8("")));
    `,
    `
    97,122 233,255,33 128,191,248,255
     120 
    `,
  ],
  [
    'and replaces the rest',
    `
    function c(s) { return s.split("").map((x) => x.charCodeAt(0)).join(); }
    var euro = "<\\xe2\\x82\\xac>";
    print(E.decodeUTF8(euro, { 8364: "EUR" }, "?"), E.decodeUTF8(euro, { 1: "EUR" }, "?"), E.decodeUTF8(euro, ["x"], "?"));
    print(E.decodeUTF8(euro, undefined, (n) => "#" + n), E.decodeUTF8(euro, {}, () => {}), E.decodeUTF8(euro, { 8364: null }));
    print(E.decodeUTF8(euro, { 8364: 5 }), E.decodeUTF8(euro, {}, 5), E.decodeUTF8("\\xe9z", [], "!"));
    `,
    `
    <EUR> <?> <?>
    <#8364> <> <null>
    <5> <> !
    `,
  ],
  [
    'a text that ends in the middle of a character',
    `
    function c(s) { return s.split("").map((x) => x.charCodeAt(0)).join(); }
    print(c(E.decodeUTF8("\\xc3")), c(E.decodeUTF8("\\xe2\\x82", [], "!")), c(E.decodeUTF8("\\xf0", [], "!")));
    `,
    `
    192 33 0
    `,
  ],
  [
    'what is no string',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => E.decodeUTF8(5));
    t(() => E.decodeUTF8());
    t(() => E.decodeUTF8(["a"]));
    `,
    `
    Error: First argument must be String
    Error: First argument must be String
    Error: First argument must be String
    `,
  ],
])

measured('accents', [
  [
    'every character of Latin-1',
    `
    var s = "";
    for (var i = 160; i < 256; i++) s += String.fromCharCode(i);
    var r = s.removeAccents();
    print(r.length, r.split("").map((x) => x.charCodeAt(0)).join(), r.substr(0, 32) === s.substr(0, 32));
    `,
    `
    99 160,161,162,163,164,165,166,167,168,169,170,171,172,173,174,175,176,177,178,179,180,181,182,183,184,185,186,187,188,189,190,191,65,65,65,65,65,65,65,69,67,69,69,69,69,73,73,73,73,68,78,79,79,79,79,79,215,79,85,85,85,85,89,80,83,83,97,97,97,97,97,97,97,101,99,101,101,101,101,105,105,105,105,100,110,111,111,111,111,111,247,111,117,117,117,117,121,112,121 true
    `,
  ],
  [
    'plain text stays',
    `
    print("abc".removeAccents(), "".removeAccents() === "", "a\\xdfe".removeAccents());
    `,
    `
    abc true aSSe
    `,
  ],
])

measured('names without regard to capitals', [
  [
    'lookupNoCase',
    `
    var o = { Foo: 1, foo: 2, "b-C": 3, 5: 6 };
    print(E.lookupNoCase(o, "FOO"), E.lookupNoCase(o, "foo", true), E.lookupNoCase(o, "B-c"), E.lookupNoCase(o, "5"));
    print(E.lookupNoCase(o, "x"), E.lookupNoCase(o, "x", true), E.lookupNoCase(o), E.lookupNoCase());
    print(E.lookupNoCase([1, 2], "1"), E.lookupNoCase("abc", "1"), E.lookupNoCase(5, "1"), E.lookupNoCase(function () {}, "x"));
    `,
    `
    1 Foo 3 undefined
    undefined undefined undefined undefined
    undefined undefined undefined undefined
    `,
  ],
  [
    'capitals of Latin-1',
    `
    print(E.lookupNoCase({ "\\xe9": 1 }, "\\xc9"), E.lookupNoCase({ "\\xf7": 1 }, "\\xd7"), E.lookupNoCase({ "\\xff": 1 }, "\\xdf"));
    `,
    `
    1 undefined undefined
    `,
  ],
  [
    'the name may have 63 characters',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => E.lookupNoCase({}, "x".repeat(63)));
    t(() => E.lookupNoCase({}, "x".repeat(64)));
    `,
    `
    undefined
    Error: Search string is too long (>=64 chars)
    `,
  ],
])
