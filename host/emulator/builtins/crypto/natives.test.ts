/** `require("crypto")` as programs use it (FACTS 1); the algorithms themselves are judged in hash.test.ts and aes.test.ts. */
import { measured } from '../../golden/measured.ts'

measured('hashes', [
  [
    'of a string',
    `
    var c = require("crypto");
    print(c.SHA1("abc"), c.SHA224(""), c.SHA256("a"));
    print(c.SHA384("abc"));
    print(c.SHA512("abc"));
    `,
    `
    new Uint8Array([169, 153, 62, 54, 71, 6, 129, 106, 186, 62, 37, 113, 120, 80, 194, 108, 156, 208, 216, 157]).buffer new Uint8Array([209, 74, 2, 140, 42, 58, 43, 201, 71, 97, 2, 187, 40, 130, 52, 196, 21, 162, 176, 31, 130, 142, 166, 42, 197, 179, 228, 47]).buffer new Uint8Array([202, 151, 129, 18, 202, 27, 189, 202, 250, 194, 49, 179, 154, 35, 220, 77, 167, 134, 239, 248, 20, 124, 78, 114, 185, 128, 119, 133, 175, 238, 72, 187]).buffer
    new Uint8Array([203, 0, 117, 63, 69, 163, 94, 139, 181, 160, 61, 105, 154, 198, 80, 7, 39, 44, 50, 171, 14, 222, 209, 99, 26, 139, 96, 90, 67, 255, 91, 237, 128, 134, 7, 43, 161, 231, 204, 35, 88, 186, 236, 161, 52, 200, 37, 167]).buffer
    new Uint8Array([221, 175, 53, 161, 147, 97, 122, 186, 204, 65, 115, 73, 174, 32, 65, 49, 18, 230, 250, 78, 137, 169, 126, 162, 10, 158, 238, 230, 75, 85, 211, 154, 33, 146, 153, 42, 39, 79, 193, 168, 54, 186, 60, 35, 163, 254, 235, 189, 69, 77, 68, 35, 100, 60, 232, 14, 42, 154, 201, 79, 165, 76, 164, 159]).buffer
    `,
  ],
  [
    'of what is not a string',
    `
    var c = require("crypto");
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => c.SHA1());
    t(() => c.SHA1(5));
    t(() => c.SHA1(true));
    t(() => c.SHA1(null));
    t(() => c.SHA1([1, 2, [3, "abc"]]));
    t(() => c.SHA1({ data: "ab", count: 2 }));
    t(() => c.SHA1({ a: 1 }));
    `,
    `
    undefined
    new Uint8Array([141, 192, 5, 152, 65, 125, 78, 183, 136, 167, 122, 198, 204, 239, 60, 180, 132, 144, 93, 139]).buffer
    new Uint8Array([191, 139, 69, 48, 216, 210, 70, 221, 116, 172, 83, 161, 52, 113, 187, 161, 121, 65, 223, 247]).buffer
    TypeError: Expecting Number or iterable, got null
    new Uint8Array([11, 217, 131, 214, 244, 74, 71, 249, 20, 202, 107, 247, 165, 226, 187, 231, 113, 63, 8, 71]).buffer
    new Uint8Array([76, 26, 206, 196, 98, 95, 74, 127, 102, 151, 67, 214, 100, 43, 117, 245, 196, 183, 19, 154]).buffer
    TypeError: If specifying an object, it must be of the form {data : ..., count : N} or {callback : fn} - got { "a": 1 }
    `,
  ],
  [
    'a typed array gives as many bytes as it has elements',
    `
    var c = require("crypto");
    function short(a) { return btoa(a).substr(0, 8); }
    [3, 6, 9, 10, 12, 20].forEach((n) => {
      var a = new Uint16Array(n).map((x, i) => i * 300 + 7);
      print(n, short(c.SHA1(a)), short(c.SHA1(a.buffer)), short(c.SHA1(new Uint16Array(a.buffer, 2))));
    });
    `,
    `
    3 ySk5vlEw CjzT9mf0 Hk0NlFMI
    6 2ZZlH2Z8 VctrRQ2x zJIH+W/o
    9 bpigfiBz AV+BbGVj XHHAOuvm
    10 GfEZ1HL2 aQyu+5AT fDB8wdw+
    12 VctrRQ2x M/WEdKIL imq76Qko
    20 aQyu+5AT nKBTdpLd p6hmI8M4
    `,
  ],
  [
    'variables of the result',
    `
    var c = require("crypto");
    print(E.getSizeOf(c.SHA1("")), E.getSizeOf(c.SHA224("")), E.getSizeOf(c.SHA512("")));
    var u = process.memory().usage, v = 0;
    var h = c.SHA256("abc");
    v = process.memory().usage;
    print(v - u);
    `,
    `
    4 4 7
    7
    `,
  ],
  [
    'the library and its names',
    `
    var c = require("crypto");
    print(c, c.AES, c.SHA256, c.MD5, AES);
    print(Object.getOwnPropertyNames(c));
    print(Object.getOwnPropertyNames(AES));
    `,
    `
    function () { [native code] } function () { [native code] } function () { [native code] } undefined function () { [native code] }
    [ 
      "AES", 
      "PBKDF2", 
      "SHA1", 
      "SHA224", 
      "SHA256", 
      "SHA384", 
      "SHA512"
     ]
    [ 
      "decrypt", 
      "encrypt"
     ]
    `,
  ],
])

measured('PBKDF2', [
  [
    'RFC 6070 and others',
    `
    var c = require("crypto");
    print(c.PBKDF2("password", "salt", { keySize: 5, iterations: 1 }));
    print(c.PBKDF2("password", "salt", { keySize: 5, iterations: 2, hasher: "SHA1" }));
    print(c.PBKDF2("password", "salt", { keySize: 8, iterations: 3, hasher: "SHA256" }));
    print(c.PBKDF2("password", "salt", { keySize: 20, hasher: "SHA512" }));
    print(c.PBKDF2(new Uint8Array(200), "salt", { hasher: "SHA224", iterations: 2 }));
    `,
    `
    new Uint8Array([12, 96, 200, 15, 150, 31, 14, 113, 243, 169, 181, 36, 175, 96, 18, 6, 47, 224, 55, 166]).buffer
    new Uint8Array([234, 108, 1, 77, 199, 45, 111, 140, 205, 30, 217, 42, 206, 29, 65, 240, 216, 222, 137, 87]).buffer
    new Uint8Array([173, 53, 36, 10, 198, 131, 254, 191, 175, 60, 212, 157, 132, 84, 115, 251, 187, 170, 36, 55, 245, 248, 45, 90, 65, 90, 224, 10, 199, 108, 107, 252]).buffer
    new Uint8Array([134, 127, 112, 207, 26, 222, 2, 207, 243, 117, 37, 153, 163, 165, 61, 196, 175, 52, 199, 166, 105, 129, 90, 229, 213, 19, 85, 78, 28, 140, 242, 82, 192, 45, 71, 10, 40, 90, 5, 1, 186, 217, 153, 191, 233, 67, 192, 143, 5, 2, 53, 215, 214, 139, 29, 165, 94, 99, 247, 59, 96, 165, 127, 206, 123, 83, 46, 32, 108, 41, 103, 212, 199, 210, 255, 164, 96, 83, 159, 196]).buffer
    new Uint8Array([199, 100, 222, 142, 86, 57, 155, 240, 23, 189, 190, 35, 52, 27, 168, 234]).buffer
    `,
  ],
  [
    'what the options default to',
    `
    var c = require("crypto");
    print(c.PBKDF2("a", "b"));
    print(c.PBKDF2("a", "b", {}));
    print(c.PBKDF2("a", "b", { keySize: -1, iterations: -5 }));
    print(c.PBKDF2("", ""));
    `,
    `
    new Uint8Array([176, 143, 116, 156, 183, 46, 148, 190, 180, 225, 183, 135, 146, 159, 87, 123]).buffer
    new Uint8Array([176, 143, 116, 156, 183, 46, 148, 190, 180, 225, 183, 135, 146, 159, 87, 123]).buffer
    new Uint8Array([176, 143, 116, 156, 183, 46, 148, 190, 180, 225, 183, 135, 146, 159, 87, 123]).buffer
    new Uint8Array([30, 67, 122, 28, 121, 215, 91, 230, 30, 145, 20, 29, 174, 32, 175, 252]).buffer
    `,
  ],
  [
    'mistakes',
    `
    var c = require("crypto");
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => c.PBKDF2("a", "b", { hasher: "MD5" }));
    t(() => c.PBKDF2("a", "b", { hasher: 5 }));
    t(() => c.PBKDF2("a", "b", 5));
    t(() => c.PBKDF2("a", 5, null));
    t(() => c.PBKDF2("a"));
    t(() => c.PBKDF2());
    `,
    `
    Error: Unknown Hasher "MD5"
    Error: Unknown Hasher "5"
    ERROR: Options should be an object or undefined, got Number
    new Uint8Array([176, 143, 116, 156, 183, 46, 148, 190, 180, 225, 183, 135, 146, 159, 87, 123]).buffer
    ERROR: Options should be an object or undefined, got null
    new Uint8Array([147, 131, 100, 227, 242, 168, 107, 216, 47, 56, 123, 68, 0, 203, 78, 135]).buffer
    undefined
    undefined
    `,
  ],
])

measured('AES', [
  [
    'encrypts in each mode',
    `
    var aes = require("crypto").AES, k = "0123456789abcdef", m = "A message of thirty-two letters.";
    ["ECB", "CBC", "CFB", "CTR"].forEach((mode) => {
      print(mode, btoa(aes.encrypt(m, k, { mode: mode, iv: "fedcba9876543210" })));
      print(mode, btoa(aes.encrypt(m, k + k, { mode: mode })));
    });
    `,
    `
    ECB UzRN01bdo+PJth+VMLlmE1OWBH8tH95oOsBeP2Xjy98=
    ECB elyaP6ipcAh2tyxrbztgJ/Fxf4m7IimoCxz81qkEfcM=
    CBC YRqcQwplrPTylnvgcjP+GIlEY9kwymeSZ4zcUQlEl5Q=
    CBC elyaP6ipcAh2tyxrbztgJw+mrotQZZU0R+SS/SM9TaA=
    CFB SrePmUMOsAK5wdtJRPKr/zgmvXAXF5T2riklvm7DcZc=
    CFB PFLLED21EXCm5xmUTGbuU9yraBAPCDz+xSrEu86pkrM=
    CTR Srt4vzg3wZJwPaCi4GtdvHPENRVuEYvJKfWmK9VBKcI=
    CTR PJ3lQlzBOFAMClTnIDMpHHafezThMJOLtm1pX08fBbw=
    `,
  ],
  [
    'decrypts whole blocks',
    `
    var aes = require("crypto").AES, k = "0123456789abcdef01234567", m = "A message of thirty-two letters.";
    ["ECB", "CBC"].forEach((mode) => {
      var o = { mode: mode, iv: [1, 2, 3] };
      print(E.toString(aes.decrypt(aes.encrypt(m, k, o), k, o)));
    });
    `,
    `
    A message of thirty-two letters.
    A message of thirty-two letters.
    `,
  ],
  [
    'data that are no whole blocks',
    `
    var aes = require("crypto").AES, k = "0123456789abcdef";
    ["ECB", "CBC", "CFB", "CTR"].forEach((mode) => print(mode, aes.encrypt("hello", k, { mode: mode })));
    print(aes.encrypt("a message of 20 char", k, { mode: "ECB" }));
    print(aes.encrypt("", k), aes.encrypt(undefined, k), aes.encrypt("hello"));
    `,
    `
    ECB new ArrayBuffer(5)
    ERROR: Invalid input length
    CBC undefined
    CFB new Uint8Array([99, 154, 231, 220, 99]).buffer
    CTR new Uint8Array([99, 254, 121, 182, 36]).buffer
    new Uint8Array([248, 204, 161, 85, 196, 49, 112, 6, 100, 38, 30, 57, 166, 106, 7, 212, 0, 0, 0, 0]).buffer
    new ArrayBuffer(0) undefined undefined
    `,
  ],
  [
    'the mode is CBC unless given, the start value zeros',
    `
    var aes = require("crypto").AES, k = "0123456789abcdef";
    print(aes.encrypt(k, k), aes.encrypt(k, k, {}), aes.encrypt(k, k, { mode: "CBC", iv: new Uint8Array(16) }));
    `,
    `
    new Uint8Array([114, 114, 126, 136, 30, 220, 253, 1, 0, 167, 24, 104, 121, 9, 181, 101]).buffer new Uint8Array([114, 114, 126, 136, 30, 220, 253, 1, 0, 167, 24, 104, 121, 9, 181, 101]).buffer new Uint8Array([114, 114, 126, 136, 30, 220, 253, 1, 0, 167, 24, 104, 121, 9, 181, 101]).buffer
    `,
  ],
  [
    'mistakes',
    `
    var aes = require("crypto").AES, k = "0123456789abcdef";
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => aes.encrypt(k, "short"));
    t(() => aes.decrypt(k, "short"));
    t(() => aes.encrypt(k, k, 5));
    t(() => aes.encrypt(k, k, { mode: "OFB" }));
    t(() => aes.encrypt(k, k, { mode: "XX" }));
    t(() => aes.encrypt(k, k, { mode: 5 }));
    t(() => aes.encrypt(k, k, { iv: null }));
    t(() => aes.encrypt(null, k));
    `,
    `
    ERROR: Unknown error: -0x20
    undefined
    ERROR: Unknown error: -0x20
    undefined
    ERROR: 'options' must be undefined, or an Object
    undefined
    ERROR: Feature unavailable
    undefined
    Error: Unknown Crypto mode "XX"
    Error: Unknown Crypto mode "5"
    TypeError: Expecting Number or iterable, got null
    TypeError: Expecting Number or iterable, got null
    `,
  ],
  [
    'variables of the result',
    `
    var aes = require("crypto").AES, k = "0123456789abcdef";
    print(E.getSizeOf(aes.encrypt("", k)), E.getSizeOf(aes.encrypt(k, k)), E.getSizeOf(aes.encrypt(k + k, k)));
    `,
    `
    2 4 5
    `,
  ],
])
