/**
 * What programs see of timers, events, streams and Storage, as rows of program and printed text.
 * The printed text is that of the real interpreter; with ESPRUINO_BIN set, that is checked too.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { BinaryRunner, ESPRUINO_BIN, WITHOUT_BINARY } from '../../../scripts/differential-binary.ts'
import { emulate } from '../emulate.ts'

type Row = readonly [what: string, program: string, printed: string]

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  timers: [
    [
      'overdue timers run in the order in which they were made',
      'var t=getTime();setTimeout(()=>print("a"),30);setTimeout(()=>print("b"),10);while(getTime()-t<0.05);',
      'a\nb\n',
    ],
    [
      'a late interval catches up one call a pass',
      'var n=0,t=getTime();var i=setInterval(()=>{n++;if(n>5)clearInterval(i)},10);setTimeout(()=>print(n>=4),61);while(getTime()-t<0.045);',
      'true\n',
    ],
    [
      'the shortest time is 0.1 ms',
      'setTimeout(()=>print(1),0);setTimeout(()=>print(2),-5);setTimeout(()=>print(3),"x");',
      '1\n2\n3\n',
    ],
    [
      'numbers go on from the last timer',
      'var a=setTimeout(()=>0,1),b=setTimeout(()=>0,1);clearTimeout(a);print(a,b,setTimeout(()=>0,1));clearTimeout(b);clearTimeout(3);print(setInterval(()=>{clearInterval()},1));',
      '1 2 3\n1\n',
    ],
    [
      'clearing what is undefined throws, what is unknown does nothing',
      'try{clearTimeout(undefined)}catch(e){print(e.toString())}try{clearInterval(undefined)}catch(e){print(e.toString())}clearTimeout(99);clearTimeout("x");',
      'Error: clearTimeout(undefined) not allowed. Use clearTimeout() instead\nError: clearInterval(undefined) not allowed. Use clearInterval() instead\n',
    ],
    [
      'wrong arguments',
      'try{setTimeout(5,1)}catch(e){print(e.toString())}try{setTimeout(()=>0,1e20)}catch(e){print(e.toString())}try{changeInterval(5,1)}catch(e){print(e.toString())}',
      'Error: Function or String not supplied!\nError: Interval is too long (>100 years)\nError: Unknown Interval\n',
    ],
    [
      'changeInterval makes an interval of a timeout',
      'var n=0;changeInterval(setTimeout(()=>{print(++n);if(n==2)clearTimeout()},1000),2);',
      '1\n2\n',
    ],
    ['an interval may clear itself', 'var i=setInterval(()=>{clearInterval(i);print("once")},1);', 'once\n'],
    [
      'a timer may clear another one that is due',
      'var a=setTimeout(()=>{clearTimeout(b);print("a")},5),b=setTimeout(()=>print("b"),5);setTimeout(()=>print("c"),5);',
      'a\nc\n',
    ],
    [
      'arguments are passed on',
      'setInterval(function(a,b){print(a,b,arguments.length);clearInterval()},1,[1],{b:2});',
      '[ 1 ] { "b": 2 } 2\n',
    ],
    ['program text as callback', 'setTimeout("print(\'s\')",1);', 's\n'],
    [
      'the stack of a function without name',
      'setTimeout(function(){undefined.x},1);',
      "Uncaught Error: Can't read property 'x' of undefined\n    at :1:10\nundefined.x\n         ^\n",
    ],
  ],
  'events and promises': [
    [
      'emit takes four arguments',
      'var o={};o.on("x",function(a,b,c,d){print(a,b,c,d)});o.emit("x",1,2,3,4);try{o.emit("x",1,2,3,4,5)}catch(e){print(e.toString())}',
      'TypeError: Too many arguments (>4)\n1 2 3 4\n1 2 3 4\n',
    ],
    [
      'wrong parents, names and listeners',
      'try{o=1;o.on("x",print)}catch(e){print(e.toString())}try{({}).on(1,print)}catch(e){print(e.toString())}try{({}).on("x",1)}catch(e){print(e.toString())}try{({}).removeAllListeners(1)}catch(e){print(e.toString())}',
      'TypeError: Parent must be an object - not a String, Integer, etc\nTypeError: First argument must be String\nTypeError: Second argument must be a function or a String\nTypeError: First argument must be String or undefined\n',
    ],
    [
      'a listener added by a listener waits for the next event',
      'var o={};o.on("x",()=>{print(1);o.on("x",()=>print(2))});o.emit("x");setTimeout(()=>o.emit("x"),1);',
      '1\n1\n2\n',
    ],
    [
      'a listener removed by the one before it still runs',
      'var o={},f=()=>print("f");o.on("x",()=>{o.removeListener("x",f);print(1)});o.on("x",f);o.emit("x");',
      '1\nf\n',
    ],
    ['prependListener', 'var o={};o.on("x",()=>print(1));o.prependListener("x",()=>print(2));o.emit("x");', '2\n1\n'],
    ['program text as listener', 'var o={};o.on("x","print(\'text\')");o.emit("x");', 'text\n'],
    [
      'removeAllListeners',
      'var o={a:1};o.on("x",()=>print(1));o.on("y",()=>print(2));o.removeAllListeners();o.emit("x");o.emit("y");print(Object.keys(o));',
      '[ \n  "a"\n ]\n',
    ],
    [
      'order of events and promises',
      'var o={};o.on("x",()=>print("event"));Promise.resolve().then(()=>print("promise"));o.emit("x");Promise.resolve().then(()=>print("second"));print("sync");',
      'sync\nevent\npromise\nsecond\n',
    ],
    [
      'events in events',
      'var o={};o.on("x",n=>{print(n);if(n<3)o.emit("x",n+1)});o.emit("x",1);setTimeout(()=>print("timer"),0);',
      '1\n2\n3\ntimer\n',
    ],
    [
      'of several errors in one pass the last one is shown',
      'var o={};o.on("x",()=>{throw "one"});o.on("x",()=>{throw "two"});o.emit("x");setTimeout(()=>print("on"),5)',
      'Uncaught two\non\n',
    ],
    [
      'uncaughtException',
      'process.on("uncaughtException",e=>print("got",e));setTimeout(()=>{throw "a"},1);setTimeout(()=>{throw new Error("b")},5);',
      'got a\ngot Error: Error: b\n',
    ],
    [
      'stopEventPropagation is for one event',
      'var o={};o.on("x",()=>{print(1);E.stopEventPropagation()});o.on("x",()=>print(2));o.emit("x");o.emit("x");',
      '1\n1\n',
    ],
    ['this is the emitter', 'var o={n:5};o.on("x",function(){print(this.n)});o.emit("x");', '5\n'],
    [
      'listeners that come after removed ones are skipped',
      'var o={};o.on("x",()=>{o.removeListener("x",f);o.removeListener("x",g);print(1)});f=()=>print("f");g=()=>print("g");o.on("x",f);o.on("x",g);o.on("x",()=>print("h"));o.emit("x");',
      '1\nf\n',
    ],
    [
      'others run',
      'var o={};o.on("x",()=>{o.removeListener("x",g);print(1)});f=()=>print("f");g=()=>print("g");o.on("x",f);o.on("x",g);o.on("x",()=>print("h"));o.emit("x");',
      '1\nf\nh\n',
    ],
    [
      'removing all spares the event under way',
      'var o={};o.on("x",()=>{o.removeAllListeners("x");print(1)});f=()=>print("f");o.on("x",f);o.on("x",()=>print("h"));o.emit("x");setTimeout(()=>o.emit("x"),1);',
      '1\nf\nh\n',
    ],
  ],
  streams: [
    [
      'what nobody listens to can be read',
      'LoopbackB;LoopbackA.write("abcdef");setTimeout(()=>{print(LoopbackB.available(),LoopbackB.read(2),LoopbackB.available(),LoopbackB.read(),LoopbackB.available());},5);',
      '6 ab 4 cdef 0\n',
    ],
    [
      'a late listener gets what has arrived',
      'LoopbackB;LoopbackA.write("abc");setTimeout(()=>{LoopbackB.on("data",d=>print("late",d))},5);',
      'late abc\n',
    ],
    ['inject', 'LoopbackB.on("data",d=>print(d));LoopbackB.inject("hello");', 'hello\n'],
    [
      'null is no data',
      'try{LoopbackA.write(null)}catch(e){print(e.toString())}',
      'TypeError: Expecting Number or iterable, got null\n',
    ],
  ],
  Storage: [
    [
      'write, read, erase',
      'var s=require("Storage");print(s.write("a","hello"),s.read("a"),s.read("a",1,2),s.read("b"),s.write("a","hello"));s.erase("a");print(s.read("a"),s.list());',
      'true hello el undefined true\nundefined [ \n  ".boot0"\n ]\n',
    ],
    [
      'JSON',
      'var s=require("Storage");s.writeJSON("j",{a:1,b:["x",true,null,1.5],"c d":undefined});print(s.read("j"));print(s.readJSON("j"));s.write("k",{a:1});print(s.read("k"),s.readJSON("nope"));',
      '{a:1,b:["x",true,null,1.5]}\n{ "a": 1, \n  "b": [ \n    "x", \n    true, null, 1.5 ]\n }\n{"a":1} undefined\n',
    ],
    [
      'JSON that is none',
      'var s=require("Storage");s.write("j","{a:");print(s.readJSON("j",1));try{print(s.readJSON("j"))}catch(e){print(e.toString())}',
      'undefined\nSyntaxError: Expecting valid value, got EOF\n',
    ],
    [
      'errors',
      'var s=require("Storage");try{s.write("z","")}catch(e){print(e.toString())}try{s.write("z","x",5)}catch(e){print(e.toString())}s.write("z","abc",0,6);try{s.write("z","xx",5)}catch(e){print(e.toString())}try{s.write("z","x",1)}catch(e){print(e.toString())}s.write("z","def",3);print(s.read("z"));try{s.write("q",undefined)}catch(e){print(e.toString())}try{s.write("q",5)}catch(e){print(e.toString())}',
      "Error: Can't create zero length file\nError: Unable to find or create file\nError: Too much data for file size\nError: File already written with different data\nabcdef\nError: Can't get pointer to data to write\n",
    ],
    [
      'list',
      'var s=require("Storage");s.write("ab.js","1");s.write("b.txt","2");print(s.list(/js$/),s.list("b"),s.list(undefined,{sf:true}),s.list(undefined,{sf:false}).length);',
      '[ \n  "ab.js"\n ] [ \n  ".boot0", \n  "ab.js", \n  "b.txt"\n ] [  ] 3\n',
    ],
    [
      'space',
      'var s=require("Storage");var f=s.getFree();s.write("a","12345");print(f-s.getFree());s.erase("a");var t=s.getStats();print(t.trashBytes,t.trashCount,t.fileCount);s.compact();print(s.getStats().trashBytes);',
      '40\n40 1 1\nCompacting... \n0\n',
    ],
    [
      'append-only files',
      'var s=require("Storage");var f=s.open("log","w");f.write("one\\ntwo");f.write("\\nthree");f=s.open("log","r");print(f.readLine(),f.readLine(),f.read(2),f.readLine(),f.readLine());print(f.getLength(),s.list(),s.list(undefined,{sf:true}));f=s.open("log","a");f.write("!");print(s.open("log","r").read(99));f.erase();print(s.list());',
      'one\n two\n th ree undefined\n13 [ \n  ".boot0", \n  "log\\1"\n ] [ \n  "log"\n ]\none\ntwo\nthree!\n[ \n  ".boot0"\n ]\n',
    ],
    [
      'append-only files of several pages',
      'var s=require("Storage");var f=s.open("big","w");for(var i=0;i<100;i++)f.write("x".repeat(99)+"\\n");f=s.open("big","r");var n=0,l;while((l=f.readLine())!==undefined)n+=l.length;print(n,f.getLength());',
      '10000 10000\n',
    ],
    [
      'append-only files the wrong way',
      'var s=require("Storage");try{s.open("a","x")}catch(e){print(e.toString())}var f=s.open("a","r");print(f.read(5));try{f.write("x")}catch(e){print(e.toString())}f=s.open("a","w");try{f.read(1)}catch(e){print(e.toString())}',
      'Error: Invalid mode "x"\nundefined\nError: Can\'t write in this mode\nError: Can\'t read in this mode\n',
    ],
  ],
  'console and saved code': [
    [
      'setBootCode',
      'E.setBootCode("print(1)");print(require("Storage").list(),require("Storage").read(".bootcde"));E.setBootCode("2",true);print(require("Storage").list());E.setBootCode();print(require("Storage").list());',
      '[ \n  ".boot0", \n  ".bootcde"\n ] print(1)\n[ \n  ".boot0", \n  ".bootrst"\n ]\n[ \n  ".boot0"\n ]\n',
    ],
    [
      'wrong consoles',
      'print(typeof E.getConsole());try{E.setConsole(5)}catch(e){print(e.toString())}try{E.setConsole("nope")}catch(e){print(e.toString())}',
      'string\nError: Unknown device type "undefined"\nError: Unknown device type "undefined"\n',
    ],
  ],
}

const runner = ESPRUINO_BIN === undefined ? undefined : new BinaryRunner(ESPRUINO_BIN)
afterAll(() => runner?.close())

describe.each(Object.entries(ROWS))('%s', (_group, rows) => {
  test.each(rows)('%s', (_what, program, printed) => {
    expect(emulate(program, { vars: 16383, board: 'LINUX', console: 'USB' }).stdout).toBe(printed)
  })
})

describe.skipIf(runner === undefined)(`the table is right${runner ? '' : ` (${WITHOUT_BINARY})`}`, () => {
  const fresh = 'require("Storage").eraseAll();require("Storage").write(".boot0","echo(0)");'
  test.each(Object.values(ROWS).flat())('%s', (_what, program, printed) => {
    expect(runner!.run(fresh + program)).toBe(printed)
  })
})
