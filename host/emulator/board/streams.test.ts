/**
 * Data of serial devices as events (FACTS 5.4), measured with the loopback.
 */
import { measured } from '../golden/measured.ts'

measured('loopback', [
  [
    'what one end writes the other one gets',
    `
    LoopbackB.on("data", (d) => print("B", JSON.stringify(d)));
    LoopbackA.on("data", (d) => print("A", JSON.stringify(d)));
    LoopbackA.write("to B");
    LoopbackB.write("to A");
    `,
    `
    B "t"
    B "o B"
    A "to A"
    `,
  ],
  [
    'kinds of data',
    `
    LoopbackB.on("data", (d) => print(JSON.stringify(d)));
    LoopbackA.write([65, 66, [67]]);
    setTimeout(() => LoopbackA.write(new Uint8Array([1, 2])), 20);
    setTimeout(() => LoopbackA.write({ data: "x", count: 3 }), 40);
    setTimeout(() => LoopbackA.write(68, "e", 102), 60);
    `,
    `
    "A"
    "BC"
    "\\u0001"
    "\\u0002"
    "x"
    "xx"
    "D"
    "ef"
    `,
  ],
  [
    'print and println',
    `
    LoopbackB.on("data", (d) => print(JSON.stringify(d)));
    LoopbackA.print("a");
    setTimeout(() => LoopbackA.println("b"), 20);
    setTimeout(() => LoopbackA.println(), 40);
    `,
    `
    "a"
    "b"
    "\\r\\n"
    "u"
    "ndefined\\r\\n"
    `,
  ],
  [
    'at most 64 bytes an event',
    `
    var got = [];
    LoopbackB.on("data", (d) => got.push(d.length));
    LoopbackA.write("x".repeat(200));
    setTimeout(() => print(got.reduce((a, b) => a + b), Math.max.apply(Math, got)), 50);
    `,
    `
    200 63
    `,
  ],
  [
    'without a listener data wait, and can be read',
    `
    LoopbackB;
    LoopbackA.write("abcdef");
    setTimeout(
      () =>
        print(
          LoopbackB.available(),
          LoopbackB.read(2),
          LoopbackB.available(),
          LoopbackB.read(),
          LoopbackB.read(),
          LoopbackB.available(),
        ),
      20,
    );
    `,
    `
    6 ab 4 cdef  0
    `,
  ],
  [
    'a listener that comes later gets what waited',
    `
    LoopbackB;
    LoopbackA.write("early");
    setTimeout(() => LoopbackB.on("data", (d) => print("late", d)), 20);
    `,
    `
    late early
    `,
  ],
  [
    'a device nobody has named loses its data',
    `
    LoopbackA.write("lost");
    setTimeout(() => print(LoopbackB.available()), 20);
    `,
    `
    0
    `,
  ],
  [
    'listeners can change',
    `
    function f(d) {
      print("f", d);
      LoopbackB.removeListener("data", f);
      LoopbackB.on("data", (d) => print("g", d));
    }
    LoopbackB.on("data", f);
    LoopbackA.write("1");
    setTimeout(() => LoopbackA.write("2"), 30);
    `,
    `
    f 1
    g 2
    `,
  ],
  [
    'inject is like receiving',
    `
    LoopbackB.on("data", (d) => print(d));
    LoopbackB.inject("injected");
    `,
    `
    injected
    `,
  ],
  [
    'wrong data',
    `
    try { LoopbackA.write(null); } catch (e) { print(e.toString()); }
    try { LoopbackA.write(undefined); } catch (e) { print(e.toString()); }
    try { LoopbackA.write({}); } catch (e) { print(e.toString()); }
    `,
    `
    TypeError: Expecting Number or iterable, got null
    TypeError: Expecting Number or iterable, got undefined
    TypeError: If specifying an object, it must be of the form {data : ..., count : N} or {callback : fn} - got {  }
    `,
  ],
  [
    'what a device is',
    `
    print(
      typeof LoopbackA,
      LoopbackA,
      LoopbackA === LoopbackA,
      LoopbackA instanceof Serial,
      Object.keys(LoopbackA),
    );
    `,
    `
    object Serial: {  } true true [  ]
    `,
  ],
  [
    'consoles that do not exist',
    `
    print(typeof E.getConsole());
    try { E.setConsole("nope"); } catch (e) { print(e.toString()); }
    try { E.setConsole(5); } catch (e) { print(e.toString()); }
    `,
    `
    string
    Error: Unknown device type "undefined"
    Error: Unknown device type "undefined"
    `,
  ],
])
