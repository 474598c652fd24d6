/**
 * Timers (FACTS 6), measured.
 */
import { measured } from '../golden/measured.ts'

measured('setTimeout and setInterval', [
  [
    'by their time, not by their making',
    `
    setTimeout(() => print("c"), 90);
    setTimeout(() => print("a"), 10);
    setTimeout(() => print("b"), 50);
    `,
    `
    a
    b
    c
    `,
  ],
  [
    'equal times in the order of making',
    `
    setTimeout(() => print(1), 20);
    setTimeout(() => print(2), 20);
    setTimeout(() => print(3), 20);
    `,
    `
    1
    2
    3
    `,
  ],
  [
    'overdue timers run in the order of making, whatever their time',
    `
    var t = getTime();
    setTimeout(() => print("30"), 30);
    setTimeout(() => print("10"), 10);
    setTimeout(() => print("20"), 20);
    while (getTime() - t < 0.06);
    `,
    `
    30
    10
    20
    `,
  ],
  [
    'numbers go up from the last timer',
    `
    var a = setTimeout(() => 1, 10);
    var b = setInterval(() => 1, 10);
    print(a, b, typeof a);
    clearTimeout(a);
    print(setTimeout(() => 1, 5));
    clearInterval(b);
    print(setTimeout(() => 1, 5));
    clearInterval();
    print(setTimeout(() => 1, 5));
    `,
    `
    1 2 number
    3
    4
    1
    `,
  ],
  [
    'an interval repeats until it is cleared',
    `
    var n = 0;
    var i = setInterval(function () { print(++n); if (n == 3) clearInterval(i); }, 15);
    `,
    `
    1
    2
    3
    `,
  ],
  [
    'clearing without arguments clears all',
    `
    setTimeout(() => print("never"), 20);
    setInterval(() => print("never"), 20);
    clearTimeout();
    setTimeout(() => print("only this"), 20);
    `,
    `
    only this
    `,
  ],
  [
    'clearing what does not exist',
    `
    clearTimeout(99);
    clearInterval(-1);
    clearTimeout("x");
    clearTimeout(1.5);
    try { clearTimeout(undefined); } catch (e) { print(e.toString()); }
    try { clearInterval(null); print("null"); } catch (e) { print(e.toString()); }
    `,
    `
    Error: clearTimeout(undefined) not allowed. Use clearTimeout() instead
    null
    `,
  ],
  [
    'arguments',
    `
    setTimeout(print, 10, "a", 1, [2]);
    setTimeout(function () { print(arguments.length, this === global); }, 20, 1, 2, 3);
    setInterval(function (x) { print(x); clearInterval(); }, 40, "interval");
    `,
    `
    a 1 [ 2 ]
    3 true
    interval
    `,
  ],
  [
    'code as text',
    `
    setTimeout("print('text', 1+1)", 10);
    setTimeout("var made = 5", 20);
    setTimeout(() => print(made), 40);
    `,
    `
    text 2
    5
    `,
  ],
  [
    'what is no function',
    `
    try { setTimeout(5, 10); } catch (e) { print(e.toString()); }
    try { setTimeout(undefined, 10); } catch (e) { print(e.toString()); }
    try { setInterval({}, 10); } catch (e) { print(e.toString()); }
    try { setTimeout(print, 1e20); } catch (e) { print(e.toString()); }
    `,
    `
    Error: Function or String not supplied!
    Error: Function or String not supplied!
    Error: Function or String not supplied!
    Error: Interval is too long (>100 years)
    `,
  ],
  [
    'odd times',
    `
    setTimeout(() => print("undefined"));
    setTimeout(() => print("text"), "x");
    setTimeout(() => print("negative"), -5);
    setTimeout(() => print("NaN"), NaN);
    setTimeout(() => print("20"), "20");
    `,
    `
    undefined
    text
    negative
    NaN
    20
    `,
  ],
  [
    'timers in timers',
    `
    setTimeout(function () {
      print("outer");
      setTimeout(() => print("inner"), 10);
    }, 10);
    setTimeout(() => print("between"), 15);
    `,
    `
    outer
    between
    inner
    `,
  ],
  [
    'a timer that clears one that is due',
    `
    var a = setTimeout(() => { clearTimeout(b); print("a"); }, 10);
    var b = setTimeout(() => print("b"), 10);
    setTimeout(() => print("c"), 10);
    `,
    `
    a
    c
    `,
  ],
  [
    'an interval that clears itself and goes on by a timeout',
    `
    var i = setInterval(function () {
      clearInterval(i);
      print("once");
      setTimeout(() => print("then"), 10);
    }, 10);
    `,
    `
    once
    then
    `,
  ],
  [
    'changeInterval',
    `
    var n = 0,
      i = setInterval(function () {
        print(++n);
        if (n == 1) changeInterval(i, 30);
        if (n == 3) clearInterval(i);
      }, 10);
    `,
    `
    1
    2
    3
    `,
  ],
  [
    'changeInterval of a timeout makes an interval',
    `
    var n = 0, t = setTimeout(function () { print(++n); if (n == 2) clearTimeout(t); }, 1000);
    changeInterval(t, 10);
    `,
    `
    1
    2
    `,
  ],
  [
    'changeInterval of nothing',
    `
    try { changeInterval(5, 10); } catch (e) { print(e.toString()); }
    try { changeInterval(undefined, 10); } catch (e) { print(e.toString()); }
    `,
    `
    Error: Unknown Interval
    Error: Unknown Interval
    `,
  ],
  [
    'a timer that throws does not stop others',
    `
    setTimeout(() => { throw "thrown"; }, 10);
    setTimeout(() => print("on"), 60);
    `,
    `
    Uncaught thrown
    on
    `,
  ],
  [
    'an interval that throws goes on',
    `
    var n = 0, i = setInterval(function () { if (++n == 2) clearInterval(i); throw "t" + n; }, 40);
    `,
    `
    Uncaught t1
    Uncaught t2
    `,
  ],
  [
    'of several errors in a pass the last is told',
    `
    var t = getTime();
    setTimeout(() => { throw 1; }, 10);
    setTimeout(() => { throw 2; }, 10);
    setTimeout(() => { throw 3; }, 10);
    while (getTime() - t < 0.05);
    `,
    `
    Uncaught 3
    `,
  ],
  [
    'getters of time',
    `
    var t = getTime();
    setTimeout(function () { var d = getTime() - t; print(d >= 0.03 && d < 0.2, Date.now() / 1000 - getTime() < 0.1); }, 30);
    `,
    `
    true true
    `,
  ],
])

measured('order of events, promises and timers (FACTS 6)', [
  [
    'text first, then events, then timers',
    `
    setTimeout(() => print("timer"), 50);
    var o = {};
    o.on("e", () => print("event"));
    o.emit("e");
    Promise.resolve().then(() => print("promise"));
    print("text");
    `,
    `
    text
    event
    promise
    timer
    `,
  ],
  [
    'events queue up behind each other',
    `
    var o = {};
    o.on("a", () => { print("a"); o.emit("b"); });
    o.on("b", () => print("b"));
    o.emit("a");
    o.emit("a");
    `,
    `
    a
    a
    b
    b
    `,
  ],
  [
    'a chain of promises between events',
    `
    var o = {};
    o.on("x", (n) => print("event", n));
    Promise.resolve().then(() => { print("p1"); o.emit("x", 2); }).then(() => print("p2"));
    o.emit("x", 1);
    `,
    `
    event 1
    p1
    event 2
    p2
    `,
  ],
  [
    'an event from a timer',
    `
    var o = {};
    o.on("x", () => print("event"));
    setTimeout(function () { o.emit("x"); print("timer"); }, 10);
    `,
    `
    timer
    event
    `,
  ],
  [
    'an error in an event does not stop the queue',
    `
    var o = {};
    o.on("x", () => { throw "bad"; });
    o.on("y", () => print("y"));
    o.emit("x");
    o.emit("y");
    `,
    `
    y
    Uncaught bad
    `,
  ],
  [
    'uncaughtException takes the report over',
    `
    process.on("uncaughtException", (e) => print("handled", e));
    setTimeout(() => { throw "one"; }, 10);
    setTimeout(() => nope(), 60);
    `,
    `
    handled one
    handled ReferenceError: ReferenceError: "nope" is not defined
    `,
  ],
])
