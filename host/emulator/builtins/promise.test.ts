/**
 * Promises (FACTS 3.1, 6): reactions are events of the queue.
 */
import { measured } from '../golden/measured.ts'

measured('promises', [
  [
    'resolve and then',
    `
    Promise.resolve(1).then((v) => { print("then", v); return v + 1; }).then((v) => print("next", v));
    print("first");
    `,
    `
    first
    then 1
    next 2
    `,
  ],
  [
    'the executor runs at once',
    `
    new Promise((resolve, reject) => {
      print("executor");
      resolve(5);
      print("after resolve");
    }).then((v) => print("got", v));
    print("end of text");
    `,
    `
    executor
    after resolve
    end of text
    got 5
    `,
  ],
  [
    'reject and catch',
    `
    Promise.reject("no").catch((e) => { print("caught", e); return "ok"; }).then((v) => print(v));
    new Promise((y, n) => n("rejected")).then((v) => print("never"), (e) => print("second", e));
    `,
    `
    caught no
    second rejected
    ok
    `,
  ],
  [
    'an exception in a reaction rejects',
    `
    Promise.resolve(1).then(() => { throw "thrown"; }).catch((e) => print("caught", e));
    `,
    `
    caught thrown
    `,
  ],
  [
    'an exception in the executor rejects',
    `
    new Promise(() => { throw "executor"; }).catch((e) => print("caught", e));
    `,
    `
    caught executor
    `,
  ],
  [
    'a promise as result is waited for',
    `
    Promise.resolve(1)
      .then((v) => new Promise((y) => setTimeout(() => y("later"), 5)))
      .then((v) => print(v));
    `,
    `
    later
    `,
  ],
  [
    'resolving twice',
    `
    new Promise((y, n) => { y(1); y(2); n(3); }).then((v) => print(v), (e) => print("e", e));
    `,
    `
    1
    `,
  ],
  [
    'several reactions in order',
    `
    var p = Promise.resolve("v");
    p.then((v) => print(1, v));
    p.then((v) => print(2, v));
    p.then((v) => print(3, v));
    `,
    `
    1 v
    2 v
    3 v
    `,
  ],
  [
    'then without functions',
    `
    Promise.resolve(1).then().then((v) => print("through", v));
    Promise.reject(2).then((v) => print("never")).catch((e) => print("through", e));
    `,
    `
    through 1
    through 2
    `,
  ],
  [
    'all',
    `
    Promise.all([1, Promise.resolve(2), new Promise((y) => setTimeout(() => y(3), 5))]).then((l) =>
      print(l),
    );
    Promise.all([]).then((l) => print("empty", l));
    Promise.all([Promise.reject("bad"), 1]).catch((e) => print("all", e));
    `,
    `
    empty [  ]
    all bad
    [ 1, 2, 3 ]
    `,
  ],
  [
    'what is missing',
    `
    print(Promise.race, Promise.any, Promise.allSettled, Promise.resolve(1).finally);
    `,
    `
    undefined undefined undefined undefined
    `,
  ],
  [
    'resolved later',
    `
    var done;
    var p = new Promise((y) => { done = y; });
    p.then((v) => print("got", v));
    setTimeout(() => done("late"), 5);
    `,
    `
    got late
    `,
  ],
  [
    'then after it is resolved',
    `
    var p = Promise.resolve(7);
    setTimeout(() => p.then((v) => print(v)), 5);
    `,
    `
    7
    `,
  ],
  [
    'a rejection that nobody handles',
    `
    Promise.reject("alone");
    setTimeout(() => print("on"), 5);
    `,
    `
    Uncaught Error: Unhandled promise rejection: alone
    on
    `,
  ],
  [
    'a rejection with an error object that nobody handles',
    `
    Promise.reject(new Error("alone"));
    setTimeout(() => print("on"), 5);
    `,
    `
    Uncaught Error: Unhandled promise rejection: Error: alone
        at [raw] (:1:33)
    Promise.reject(new Error("alone"));
                                    ^
    on
    `,
  ],
  [
    'catch of an error of the interpreter',
    `
    Promise.resolve().then(() => nope()).catch((e) => print(e.toString()));
    `,
    `
    ReferenceError: "nope" is not defined
    `,
  ],
  [
    'a chain in order with text',
    `
    var log = [];
    Promise.resolve().then(() => log.push("a")).then(() => log.push("c")).then(() => print(log));
    Promise.resolve().then(() => log.push("b"));
    log.push("text");
    `,
    `
    [ 
      "text", 
      "a", 
      "b", 
      "c"
     ]
    `,
  ],
])

measured('rejections that nobody handles', [
  [
    'the error of a rejection that nobody handles has a stack only if what was thrown has one',
    `
    Promise.resolve([1]).then(x => { throw x; });
    setTimeout(() => { Promise.resolve({ a: 1 }).then(x => { throw x; }); }, 10);
    setTimeout(() => { Promise.resolve("s").then(x => { throw x; }); }, 20);
    setTimeout(() => { Promise.resolve(5).then(x => { throw new Error(x); }); }, 30);
    setTimeout(() => { new Promise(function () { throw 7; }); }, 40);
    `,
    `
    Uncaught Error: Unhandled promise rejection: 1
    Uncaught Error: Unhandled promise rejection: [object Object]
    Uncaught Error: Unhandled promise rejection: s
    Uncaught Error: Unhandled promise rejection: Error: 5
        at :1:18
    throw new Error(x);
                     ^
    Uncaught Error: Unhandled promise rejection: 7
    `,
  ],
  [
    'too much recursion in a reaction is a rejection',
    `
    Promise.resolve(1).then(function () { throw new Error("plain"); }).catch(function (e) { print("caught", e.message); return 2; }).then(print);
    `,
    `
    caught plain
    2
    `,
  ],
])

measured('exceptions that wait to be reported', [
  [
    'a reaction in the same pass takes the exception over',
    `
    new Promise(function (ok, no) { no("first"); }).then(print, print).then(x => print(typeof x));
    setTimeout(function () { Promise.resolve(1).then(x => print(x)).catch(e => print("caught", e.message)); nowhere(); }, 1);
    setTimeout(print, 5, "end");
    `,
    `
    first
    undefined
    1
    caught "nowhere" is not defined
    Uncaught undefined
    end
    `,
  ],
  [
    'its rejection is reported instead',
    `
    setTimeout(function () { Promise.resolve(1).then(x => print("then", x)).then(x => print(typeof x)); nowhere(); }, 1);
    `,
    `
    then 1
    Uncaught Error: Unhandled promise rejection: ReferenceError: "nowhere" is not defined
        at :1:76
    ...).then(x => print(typeof x)); nowhere();
                                     ^
    `,
  ],
  [
    'undefined is not thrown',
    `
    Promise.resolve(1).then(x => { throw undefined; }).then(x => print("then", x), x => print("catch", x));
    `,
    `
    then undefined
    `,
  ],
  [
    'a try in the same pass takes the value away',
    `
    setTimeout(function () { undefined.x; }, 1);
    setTimeout(function () { try { print(1); } catch (e) { print(e); } }, 1);
    setTimeout(print, 5, "end");
    `,
    `
    Uncaught Error: Can't read property 'x' of undefined
        at :1:10
    undefined.x;
             ^
    1
    end
    `,
  ],
  [
    'a rejection brings the stack of what was thrown',
    `
    Promise.resolve(1).then(x => { throw new Error("q"); });
    `,
    `
    Uncaught Error: Unhandled promise rejection: Error: q
        at :1:20
    throw new Error("q");
                       ^
    `,
  ],
  [
    'and keeps it for the next report',
    `
    Promise.resolve(1).then(x => { throw new Error("q"); });
    Promise.resolve(1).then(x => { throw "p"; });
    `,
    `
    Uncaught Error: Unhandled promise rejection: p
        at :1:20
    throw new Error("q");
                       ^
    `,
  ],
])
