/**
 * String (FACTS 3.2): characters are bytes.
 */
import { measured } from '../golden/measured.ts'

measured('bytes', [
  [
    'escapes',
    `
    print("\\x41\\u0042\\103\\n".length, "\\0".length, "\\x00\\xff".charCodeAt(1), "\\'\\"\\\`\\\\".length);
    print("\\u20ac".length, "\\u20ac".charCodeAt(0), "\\u00e9".charCodeAt(0));
    print("a\\
    b", "\\q\\z", "\\t|\\v|\\f|".length);
    print('single "double"', "double 'single'");
    `,
    `
    4 1 255 4
    1 172 233
    a
    b qz 6
    single "double" double 'single'
    `,
  ],
  [
    'index and charAt',
    String.raw`
    var s = "hello";
    print(s[0], s[4], s[5], s["1"], s.charAt(1), JSON.stringify(s.charAt(9)), JSON.stringify(s.charAt(-1)));
    print(s.charCodeAt(0), s.charCodeAt(9), s.charCodeAt(-1), s.charCodeAt(), "\xe9".charCodeAt(0));
    print(s.length, "".length, s.at, s.codePointAt);
    `,
    `
    h o undefined e e "" ""
    104 NaN NaN 104 233
    5 0 undefined undefined
    `,
  ],
  [
    'fromCharCode takes the low byte',
    `
    print(
      String.fromCharCode(65, 66),
      String.fromCharCode(),
      String.fromCharCode(321),
      String.fromCharCode(-191),
      String.fromCharCode("67", 68.9),
    );
    `,
    `
    AB  A A CD
    `,
  ],
  [
    'String of anything',
    `
    print(String(5), String(1.5), String(null), String(undefined), String(true), String([1, [2]]), String({}), String());
    print(typeof String(5), typeof new String("a"), new String("abc").length, String(function (a) { return 1; }));
    `,
    `
    5 1.5 null undefined true 1,2 [object Object] 
    string string 3 function (a) {return 1;}
    `,
  ],
  [
    'adding',
    `
    print(
      "a" + 1,
      1 + "a",
      "a" + 1.5,
      "a" + null,
      "a" + undefined,
      "a" + true,
      "a" + [1, 2],
      "a" + {},
      1 + 2 + "3",
      "1" + 2 + 3,
    );
    print("5" - 2, "5" * "2", "5" / 2, "a" - 1, "5" + -1, +"5", -"5", "5" % 3);
    var s = "a";
    s += "b";
    s += 1;
    print(s);
    `,
    `
    a1 1a a1.5 anull aundefined atrue a1,2 a[object Object] 33 123
    3 10 2.5 NaN 5-1 5 -5 2
    ab1
    `,
  ],
  [
    'comparing',
    `
    print(
      "a" < "b",
      "a" < "B",
      "10" < "9",
      "10" < 9,
      "a" == "a",
      "1" == 1,
      "1" === 1,
      "" == 0,
      " " == 0,
      "a" > "",
    );
    print("abc" < "abd", "abc" < "ab", "Z" < "a", "a" >= "a", null == "", undefined == "");
    `,
    `
    true false true false true true false true false true
    true false true true false false
    `,
  ],
  [
    'characters above 127 are single bytes',
    String.raw`
    print("\xe4\xf6".length, "\xe4".toUpperCase().charCodeAt(0), JSON.stringify("\xe4"));
    `,
    `
    2 196 "\\u00E4"
    `,
  ],
])

measured('parts', [
  [
    'slice, substring, substr',
    `
    var s = "abcdef";
    print(
      s.slice(1),
      s.slice(1, 3),
      s.slice(-2),
      s.slice(1, -1),
      s.slice(9),
      s.slice(3, 1),
      s.slice(),
      s.slice(undefined, 2),
    );
    print(
      s.substring(1),
      s.substring(1, 3),
      s.substring(3, 1),
      s.substring(-2),
      s.substring(2, -1),
      s.substring(9),
      s.substring(),
    );
    print(
      s.substr(1),
      s.substr(1, 2),
      s.substr(-2),
      s.substr(-2, 1),
      s.substr(9),
      s.substr(1, -1),
      s.substr(1, 99),
    );
    print(s.slice("1", "3"), s.slice(1.9), s.slice(null, 2), s.slice(NaN));
    `,
    `
    bcdef bc ef bcde   abcdef ab
    bcdef bc bc abcdef ab  abcdef
    bcdef bc ef e   bcdef
    bc bcdef ab abcdef
    `,
  ],
  [
    'split',
    String.raw`
    print(
      "a,b,,c".split(","),
      "abc".split(""),
      "abc".split(),
      "".split(","),
      "".split(""),
      "a--b".split("--"),
    );
    print(
      "a1b2".split(/\d/),
      "abc".split("x"),
      ",a,".split(","),
      "aXbX".split("X"),
      "abc".split("abcd"),
    );
    print("a b c".split(" ", 2));
    `,
    `
    [ 
      "a", 
      "b", 
      "", 
      "c"
     ] [ 
      "a", 
      "b", 
      "c"
     ] [ 
      "abc"
     ] [ 
      ""
     ] [  ] [ 
      "a", 
      "b"
     ]
    [ 
      "a", 
      "b", 
      ""
     ] [ 
      "abc"
     ] [ 
      "", 
      "a", 
      ""
     ] [ 
      "a", 
      "b", 
      ""
     ] [ 
      "abc"
     ]
    [ 
      "a", 
      "b", 
      "c"
     ]
    `,
  ],
  [
    'trim and pad',
    String.raw`
    print("[" + " \t\n a b \r\v".trim() + "]", "".trim(), "x".trim());
    print(
      "5".padStart(3),
      "5".padStart(3, "0"),
      "5".padStart(4, "ab"),
      "12345".padStart(3),
      "5".padEnd(3) + "|",
      "5".padEnd(4, "ab"),
    );
    `,
    `
    [a b]  x
      5 005 aba5 12345 5  | 5aba
    `,
  ],
  [
    'repeat',
    `
    print("ab".repeat(3), JSON.stringify("ab".repeat(0)), "".repeat(5).length);
    try { "a".repeat(-1); } catch (e) { print(e.toString()); }
    print("ab".repeat(2.9), "ab".repeat("2"), JSON.stringify("a".repeat()));
    `,
    `
    ababab "" 0
    Error: Invalid count value
    abab abab ""
    `,
  ],
  [
    'concat',
    `
    print("a".concat("b", 1, null, [2, 3]), "a".concat());
    `,
    `
    ab1null2,3 a
    `,
  ],
])

measured('search and replace', [
  [
    'indexOf and lastIndexOf',
    `
    print(
      "abcabc".indexOf("b"),
      "abcabc".indexOf("b", 2),
      "abc".indexOf("x"),
      "abc".indexOf(""),
      "abc".indexOf("c", -5),
      "abc".indexOf("a", 9),
    );
    print(
      "abcabc".lastIndexOf("b"),
      "abcabc".lastIndexOf("b", 3),
      "abc".lastIndexOf("x"),
      "abc".lastIndexOf(""),
      "abc".lastIndexOf("c", 1),
    );
    print("a1".indexOf(1), "anull".indexOf(null), "abc".indexOf());
    `,
    `
    1 4 -1 0 2 -1
    4 1 -1 3 -1
    1 1 -1
    `,
  ],
  [
    'includes, startsWith, endsWith',
    `
    print("abc".includes("b"), "abc".includes("b", 2), "abc".includes(""), "abc".includes("x"), "abc".includes("abcd"));
    print("abc".startsWith("a"), "abc".startsWith("b", 1), "abc".startsWith(""), "abc".startsWith("abcd"), "abc".startsWith("c", 2));
    print("abc".endsWith("c"), "abc".endsWith("b", 2), "abc".endsWith(""), "abc".endsWith("xabc"), "abc".endsWith("a", 1));
    `,
    `
    true false true false false
    true true true false true
    true true true false true
    `,
  ],
  [
    'replace',
    String.raw`
    print(
      "aaa".replace("a", "b"),
      "aaa".replaceAll("a", "b"),
      "abc".replace("x", "y"),
      "abc".replace("b", ""),
      "abc".replace("", "x"),
    );
    print(
      "a.b".replace(".", "$&"),
      "abc".replace("b", 5),
      "abc".replace("b"),
      "x1".replace(1, 2),
      "abab".replaceAll("ab", ""),
    );
    print(
      "abc".replace(/b/, "[$&]"),
      "a1b2".replace(/\d/g, "#"),
      "abc".replace(/(b)(c)/, "$2$1"),
      "abc".replace(/z/, "y"),
    );
    print(
      "abc".replace(/b/, (m, at, all) => m + at + all),
      "a1b2".replace(/\d/g, (d) => d * 2),
    );
    `,
    `
    baa bbb abc ac xabc
    a$&b a5c aundefinedc x2 
    a[$&]c a#b# acb abc
    ab1abcc a2b4
    `,
  ],
  [
    'match',
    String.raw`
    print("abc".match("b"), "abc".match("x"), "a1b22".match(/\d/), "a1b22".match(/\d/g), "abc".match(/x/));
    `,
    `
    [ 
      "b", "index": 1, 
      "input": "b"
     ] null [ 
      "1", "index": 1, 
      "input": "a1b22"
     ] [ 
      "1", 
      "2", 
      "2"
     ] null
    `,
  ],
  [
    'case',
    String.raw`
    print("aBc1\xe4".toUpperCase().slice(0, 4), "AbC".toLowerCase(), "".toUpperCase());
    `,
    `
    ABC1 abc 
    `,
  ],
  [
    'what is missing',
    `
    print("".trimStart, "".localeCompare, "".search, "".matchAll, "".normalize, "".trimEnd);
    `,
    `
    undefined undefined undefined undefined undefined undefined
    `,
  ],
])

measured('templates (FACTS 3.1)', [
  [
    'expressions',
    `
    var a = 5, o = { b: [1, 2] };
    print(\`a=\${a} sum=\${a + 1} \${o.b} \${\`inner \${a}\`} \${a > 3 ? "yes" : "no"}\`);
    print(\`\${1 / 3} \${null} \${undefined} \${[]} \${{}} \${() => 1}\`);
    print(\`line
    break\`, \`a\\tb\\\\\`, \`\\\${a}\`, \`$a $ {a}\`, \`}{\`);
    print(\`\${"a}b"}\`.length, \`\` === "", \`\${a}\${a}\`);
    `,
    `
    a=5 sum=6 1,2 inner 5 yes
    0.33333333333 null undefined  [object Object] function () {return 1}
    line
    break a\x09b\\ 5 $a $ {a} }{
    Uncaught SyntaxError: Got UNFINISHED STRING expected EOF
        at :1:1
    "a
    ^
    `,
  ],
  [
    'objects in templates',
    `
    print(\`\${{ a: 1 }.a}\`, \`\${(function () { return "f"; })()}\`, \`\${[1, 2].map((x) => \`<\${x}>\`).join("")}\`);
    `,
    `
    1 f <1><2>
    `,
  ],
  [
    'errors',
    `
    try { \`\${nope}\`; } catch (e) { print(e.toString()); }
    try { \`\${nope.x}\`; } catch (e) { print(e.toString()); }
    try { print(eval("\`\${1+}\`")); } catch (e) { print(e.toString()); }
    try { print(eval("\`a\${1\`")); } catch (e) { print(e.toString()); }
    `,
    `
    ReferenceError: "nope" is not defined
    ReferenceError: "nope" is not defined
    SyntaxError: Unexpected end of Input
    SyntaxError: Got UNFINISHED TEMPLATE LITERAL expected EOF
    `,
  ],
])
