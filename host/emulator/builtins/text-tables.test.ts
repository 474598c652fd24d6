/**
 * Text natives over all bytes and lengths (FACTS 3.2, 4).
 */
import { measured } from '../golden/measured.ts'

measured('text', [
  [
    'every byte',
    `
    for (var i = 0; i < 256; i += 16) {
      var s = "";
      for (var j = i; j < i + 16; j++) s += String.fromCharCode(j);
      print(i, JSON.stringify(s), E.toJS(s));
    }
    `,
    `
    0 "\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000B\\f\\r\\u000E\\u000F" "\\0\\1\\2\\3\\4\\5\\6\\7\\b\\t\\n\\v\\f\\r\\x0E\\x0F"
    16 "\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001A\\u001B\\u001C\\u001D\\u001E\\u001F" "\\x10\\x11\\x12\\x13\\x14\\x15\\x16\\x17\\x18\\x19\\x1A\\x1B\\x1C\\x1D\\x1E\\x1F"
    32 " !\\"#$%&'()*+,-./" " !\\"#$%&'()*+,-./"
    48 "0123456789:;<=>?" "0123456789:;<=>?"
    64 "@ABCDEFGHIJKLMNO" "@ABCDEFGHIJKLMNO"
    80 "PQRSTUVWXYZ[\\\\]^_" "PQRSTUVWXYZ[\\\\]^_"
    96 "\`abcdefghijklmno" "\`abcdefghijklmno"
    112 "pqrstuvwxyz{|}~\\u007F" "pqrstuvwxyz{|}~\\x7F"
    128 "\\u0080\\u0081\\u0082\\u0083\\u0084\\u0085\\u0086\\u0087\\u0088\\u0089\\u008A\\u008B\\u008C\\u008D\\u008E\\u008F" "\\x80\\x81\\x82\\x83\\x84\\x85\\x86\\x87\\x88\\x89\\x8A\\x8B\\x8C\\x8D\\x8E\\x8F"
    144 "\\u0090\\u0091\\u0092\\u0093\\u0094\\u0095\\u0096\\u0097\\u0098\\u0099\\u009A\\u009B\\u009C\\u009D\\u009E\\u009F" "\\x90\\x91\\x92\\x93\\x94\\x95\\x96\\x97\\x98\\x99\\x9A\\x9B\\x9C\\x9D\\x9E\\x9F"
    160 "\\u00A0\\u00A1\\u00A2\\u00A3\\u00A4\\u00A5\\u00A6\\u00A7\\u00A8\\u00A9\\u00AA\\u00AB\\u00AC\\u00AD\\u00AE\\u00AF" "\\xA0\\xA1\\xA2\\xA3\\xA4\\xA5\\xA6\\xA7\\xA8\\xA9\\xAA\\xAB\\xAC\\xAD\\xAE\\xAF"
    176 "\\u00B0\\u00B1\\u00B2\\u00B3\\u00B4\\u00B5\\u00B6\\u00B7\\u00B8\\u00B9\\u00BA\\u00BB\\u00BC\\u00BD\\u00BE\\u00BF" "\\xB0\\xB1\\xB2\\xB3\\xB4\\xB5\\xB6\\xB7\\xB8\\xB9\\xBA\\xBB\\xBC\\xBD\\xBE\\xBF"
    192 "\\u00C0\\u00C1\\u00C2\\u00C3\\u00C4\\u00C5\\u00C6\\u00C7\\u00C8\\u00C9\\u00CA\\u00CB\\u00CC\\u00CD\\u00CE\\u00CF" "\\xC0\\xC1\\xC2\\xC3\\xC4\\xC5\\xC6\\xC7\\xC8\\xC9\\xCA\\xCB\\xCC\\xCD\\xCE\\xCF"
    208 "\\u00D0\\u00D1\\u00D2\\u00D3\\u00D4\\u00D5\\u00D6\\u00D7\\u00D8\\u00D9\\u00DA\\u00DB\\u00DC\\u00DD\\u00DE\\u00DF" "\\xD0\\xD1\\xD2\\xD3\\xD4\\xD5\\xD6\\xD7\\xD8\\xD9\\xDA\\xDB\\xDC\\xDD\\xDE\\xDF"
    224 "\\u00E0\\u00E1\\u00E2\\u00E3\\u00E4\\u00E5\\u00E6\\u00E7\\u00E8\\u00E9\\u00EA\\u00EB\\u00EC\\u00ED\\u00EE\\u00EF" "\\xE0\\xE1\\xE2\\xE3\\xE4\\xE5\\xE6\\xE7\\xE8\\xE9\\xEA\\xEB\\xEC\\xED\\xEE\\xEF"
    240 "\\u00F0\\u00F1\\u00F2\\u00F3\\u00F4\\u00F5\\u00F6\\u00F7\\u00F8\\u00F9\\u00FA\\u00FB\\u00FC\\u00FD\\u00FE\\u00FF" "\\xF0\\xF1\\xF2\\xF3\\xF4\\xF5\\xF6\\xF7\\xF8\\xF9\\xFA\\xFB\\xFC\\xFD\\xFE\\xFF"
    `,
  ],
  [
    'case and white space',
    `
    for (var i = 0; i < 256; i += 32) { var s = ""; for (var j = i; j < i + 32; j++) s += String.fromCharCode(j); print(i, btoa(s.toUpperCase()), btoa(s.toLowerCase()), s.trim().length, encodeURIComponent(s).length); }
    `,
    `
    0 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= 32 96
    32 ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8= ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8= 31 62
    64 QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8= QGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6W1xdXl8= 32 42
    96 YEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlae3x9fn8= YGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn8= 32 42
    128 gIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaXmJmam5ydnp8= gIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaXmJmam5ydnp8= 32 96
    160 oKGio6SlpqeoqaqrrK2ur7CxsrO0tba3uLm6u7y9vr8= oKGio6SlpqeoqaqrrK2ur7CxsrO0tba3uLm6u7y9vr8= 32 96
    192 wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t8= 4OHi4+Tl5ufo6err7O3u7/Dx8vP09fbX+Pn6+/z9/t8= 32 96
    224 wMHCw8TFxsfIycrLzM3Oz9DR0tPU1db32Nna29zd3v8= 4OHi4+Tl5ufo6err7O3u7/Dx8vP09fb3+Pn6+/z9/v8= 32 96
    `,
  ],
  [
    'classes of characters in patterns',
    String.raw`
    for (var p of [
      "\\d",
      "\\D",
      "\\w",
      "\\W",
      "\\s",
      "\\S",
      ".",
      "[a-f]",
      "[^a-f]",
      "[0-9A-F]",
      "[-x]",
      "[\\d.]",
      "\\x41",
      "[^]",
    ]) {
      var r = new RegExp(p),
        n = 0,
        first = -1;
      for (var i = 0; i < 256; i++)
        if (r.test(String.fromCharCode(i))) {
          n++;
          if (first < 0) first = i;
        }
      print(p, n, first);
    }
    `,
    `
    \\d 10 48
    \\D 246 0
    \\w 63 48
    \\W 193 0
    \\s 6 9
    \\S 250 0
    . 256 0
    [a-f] 6 97
    [^a-f] 250 0
    [0-9A-F] 16 48
    [-x] 2 45
    [\\d.] 11 46
    \\x41 1 65
    [^] 256 0
    `,
  ],
  [
    'base64 of every length',
    `
    for (var n = 0; n <= 20; n++) {
      var b = btoa("abcdefghijklmnopqrstuvwxyz".slice(0, n));
      print(n, b, n ? atob(b) : "", E.CRC32("abcdefghijklmnopqrstuvwxyz".slice(0, n)));
    }
    `,
    `
    0   0
    1 YQ== a 3904355907
    2 YWI= ab 2659403885
    3 YWJj abc 891568578
    4 YWJjZA== abcd 3984772369
    5 YWJjZGU= abcde 2240272485
    6 YWJjZGVm abcdef 1267612143
    7 YWJjZGVmZw== abcdefg 824863398
    8 YWJjZGVmZ2g= abcdefgh 2934909520
    9 YWJjZGVmZ2hp abcdefghi 2376698031
    10 YWJjZGVmZ2hpag== abcdefghij 964784186
    11 YWJjZGVmZ2hpams= abcdefghijk 3461812127
    12 YWJjZGVmZ2hpamts abcdefghijkl 4135066404
    13 YWJjZGVmZ2hpamtsbQ== abcdefghijklm 3723783842
    14 YWJjZGVmZ2hpamtsbW4= abcdefghijklmn 1074632056
    15 YWJjZGVmZ2hpamtsbW5v abcdefghijklmno 1368483807
    16 YWJjZGVmZ2hpamtsbW5vcA== abcdefghijklmnop 2486878355
    17 YWJjZGVmZ2hpamtsbW5vcHE= abcdefghijklmnopq 2626835993
    18 YWJjZGVmZ2hpamtsbW5vcHFy abcdefghijklmnopqr 150914315
    19 YWJjZGVmZ2hpamtsbW5vcHFycw== abcdefghijklmnopqrs 2362763334
    20 YWJjZGVmZ2hpamtsbW5vcHFyc3Q= abcdefghijklmnopqrst 442067685
    `,
  ],
  [
    'padding',
    `
    for (var n of [0, 1, 3, 4, 7, 10])
      print(
        n,
        "[" + "abc".padStart(n) + "]",
        "[" + "abc".padEnd(n) + "]",
        "[" + "abc".padStart(n, "12") + "]",
        "[" + "abc".padEnd(n, "12") + "]",
        "ab".repeat(n).length,
      );
    `,
    `
    0 [abc] [abc] [abc] [abc] 0
    1 [abc] [abc] [abc] [abc] 2
    3 [abc] [abc] [abc] [abc] 6
    4 [ abc] [abc ] [1abc] [abc1] 8
    7 [    abc] [abc    ] [1212abc] [abc1212] 14
    10 [       abc] [abc       ] [1212121abc] [abc1212121] 20
    `,
  ],
  [
    'split and join',
    `
    for (var s of ["", "a", "a,b", ",", ",a", "a,", "a,,b", "abc", "a, b"])
      print(
        JSON.stringify(s),
        E.toJS(s.split(",")),
        E.toJS(s.split("")),
        E.toJS(s.split()),
        s.split(",").join(";"),
        E.toJS(s.split("a")),
        E.toJS(s.split(/,/)),
      );
    `,
    `
    "" [""] [] [""]  [""] [""]
    "a" ["a"] ["a"] ["a"] a ["",""] ["a"]
    "a,b" ["a","b"] ["a",",","b"] ["a,b"] a;b ["",",b"] ["a","b"]
    "," ["",""] [","] [","] ; [","] ["",""]
    ",a" ["","a"] [",","a"] [",a"] ;a [",",""] ["","a"]
    "a," ["a",""] ["a",","] ["a,"] a; ["",","] ["a",""]
    "a,,b" ["a","","b"] ["a",",",",","b"] ["a,,b"] a;;b ["",",,b"] ["a","","b"]
    "abc" ["abc"] ["a","b","c"] ["abc"] abc ["","bc"] ["abc"]
    "a, b" ["a"," b"] ["a",","," ","b"] ["a, b"] a; b ["",", b"] ["a"," b"]
    `,
  ],
  [
    'replacing',
    `
    for (var w of ["a", "b", "ab", "x", ".", "$&"])
      print(
        JSON.stringify(w),
        "abab".replace(w, "-"),
        "abab".replaceAll(w, "-"),
        "a.b$&".replace(w, "[$&]"),
        "abab".indexOf(w),
        "abab".lastIndexOf(w),
        "abab".includes(w),
        "abab".startsWith(w),
        "abab".endsWith(w),
      );
    `,
    `
    "a" -bab -b-b [$&].b$& 0 2 true true false
    "b" a-ab a-a- a.[$&]$& 1 3 true false true
    "ab" -ab -- a.b$& 0 2 true true true
    "x" abab abab a.b$& -1 -1 false false false
    "." abab abab a[$&]b$& -1 -1 false false false
    "$&" abab abab a.b[$&] -1 -1 false false false
    `,
  ],
  [
    'patterns on one text',
    `
    for (var p of [
      "a",
      "^a",
      "a$",
      "b+",
      ".",
      "(b+)c",
      "(a)(b)",
      "a|c",
      "[bc]+",
      "c.",
      "(.)(.)(.)",
      "b.*b",
      "cb",
    ]) {
      var m = "abbcab".match(new RegExp(p));
      print(p, m ? m.index : -1, E.toJS(m), "abbcab".replace(new RegExp(p, "g"), "-"));
    }
    `,
    `
    a 0 ["a"] -bbc-b
    ^a 0 ["a"] -bbcab
    a$ -1 null abbcab
    b+ 1 ["bb"] a-ca-
    . 0 ["a"] ------
    (b+)c 1 ["bbc","bb"] a-ab
    (a)(b) 0 ["ab","a","b"] -bc-
    a|c 0 ["a"] -bb--b
    [bc]+ 1 ["bbc"] a-a-
    c. 3 ["ca"] abb-b
    (.)(.)(.) 0 ["abb","a","b","b"] --
    b.*b 1 ["bbcab"] a-
    cb -1 null abbcab
    `,
  ],
])
