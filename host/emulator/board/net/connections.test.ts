/** Connections of a board with itself: arguments, order of events, ends. What programs are shown was measured. */
import { measured } from '../../golden/measured.ts'

const TRY = 'function t(f){try{print(f())}catch(e){print(e.toString())}}'

measured('net: whatever is given', [
  [
    'options',
    `
    ${TRY}
    var n=require("net");
    t(()=>n.connect({}));t(()=>n.connect({host:"localhost"}));t(()=>n.connect({host:"127.0.0.1",port:"7408"}));t(()=>n.connect({port:-1}));t(()=>n.connect({port:70000}));
    t(()=>n.connect("localhost:7408"));t(()=>n.connect(""));t(()=>n.connect(null));t(()=>n.connect([]));t(()=>n.connect({port:1},"x"));
    `,
    `
    ERROR: Connect failed (err 111)
    InternalError: Unable to create socket
    ERROR: Connect failed (err 111)
    InternalError: Unable to create socket
    ERROR: Connect failed (err 111)
    InternalError: Unable to create socket
    ERROR: Connect failed (err 111)
    InternalError: Unable to create socket
    ERROR: Connect failed (err 111)
    InternalError: Unable to create socket
    InternalError: Unable to locate host
    InternalError: Unable to locate host
    ERROR: Expecting Options to be an Object but it was null
    undefined
    ERROR: Expecting Options to be an Object but it was Array
    undefined
    ERROR: Expecting Callback Function but got String
    undefined
    `,
  ],
  [
    'the port as a text',
    `
    ${TRY}
    var n=require("net");var sv=n.createServer(function(c){c.on("data",function(d){print("got",d);c.end();sv.close()})});
    t(()=>sv.close());t(()=>sv.listen("7601")===sv);t(()=>sv.port);
    t(()=>n.connect({host:"127.0.0.1",port:"7601"},function(c){c.write("by text")}).opt);
    `,
    `
    undefined
    true
    7601
    { 
      "host": "127.0.0.1", 
      "port": "7601"
     }
    got by text
    `,
  ],
  [
    'the libraries and their classes',
    `
    ${TRY}
    var n=require("net");t(()=>new Socket());t(()=>new Server());t(()=>Socket);t(()=>typeof httpSrv);t(()=>Socket.prototype);t(()=>Object.keys(n));t(()=>n);t(()=>require("http"));
    `,
    `
    Socket: {  }
    Server: {  }
    function () { [native code] }
    function
    {  }
    [  ]
    function () { [native code] }
    function () { [native code] }
    `,
  ],
  [
    'all bytes',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.on("data",function(d){print(JSON.stringify(d),d.length);c.end();sv.close()})}).listen(7602);
    var c=n.connect({port:7602});c.write("\\0\\xff\\x80\\n\\r\\x7f");
    `,
    `
    "\\u0000\\u00FF\\u0080\\n\\r\\u007F" 6
    `,
  ],
])

measured('net: order and ends', [
  [
    'what is written at once arrives as one',
    `
    var n=require("net");
    var sv=n.createServer(function(c){[1,2,3,4,5].forEach(function(i){c.write("part"+i+";")});c.end();sv.close()}).listen(7611);
    n.connect({port:7611}).on("data",function(d){print(d)});
    `,
    `
    part1;part2;part3;part4;part5;
    `,
  ],
  [
    'drain before connect when nothing waits, behind it otherwise',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.on("data",function(d){print(d)});c.on("close",function(){sv.close()})}).listen(7612);
    var c=n.connect({port:7612},function(){print("A")});c.on("connect",function(x){print("B",x===c)});c.on("drain",function(x){print("drain",x===c)});c.write("x");setTimeout(function(){c.end()},30);
    `,
    `
    drain true
    A
    B true
    drain true
    x
    `,
  ],
  [
    'an echo: the one who asked closes, the other hears of it',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.on("data",function(d){c.write(d)});c.on("end",function(){print("sv end")});c.on("close",function(){print("sv close");sv.close()})}).listen(7613);
    var c=n.connect({port:7613});var g=0;c.on("data",function(d){g+=d.length;if(g==1200)c.end()});c.write("a".repeat(600));c.write("b".repeat(600));c.on("drain",function(){print("drain")});c.on("close",function(e){print("close",g,e)});
    `,
    `
    drain
    close 1200 false
    sv end
    sv close
    `,
  ],
  [
    'an echo by a pipe',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.pipe(c);c.on("close",function(){sv.close();print("done")})}).listen(7614);
    var c=n.connect({port:7614});c.on("data",function(d){print(d);c.end()});c.write("echo me");
    `,
    `
    echo me
    done
    `,
  ],
  [
    'a socket that never had anything to say closes at once; its far side cannot answer any more',
    `
    var n=require("net");
    var sv=n.createServer(function(c){setTimeout(function(){c.end("late")},30);sv.close()}).listen(7615);
    var c=n.connect({port:7615});c.end();c.on("data",function(d){print(d)});c.on("end",function(){print("end")});c.on("close",function(e){print("close",e)});
    `,
    `
    end
    close false
    Uncaught Error: This socket is closed
        at :1:13
    c.end("late")
                ^
    `,
  ],
  [
    'ending twice',
    `
    var n=require("net");
    var sv=n.createServer(function(c){sv.close()}).listen(7616);
    var c=n.connect({port:7616});c.on("close",function(e){print("close",e)});setTimeout(function(){print(c.end(),c.end())},20);
    `,
    `
    undefined undefined
    close false
    `,
  ],
  [
    'what arrived before the end is read behind it',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.write("hello world");c.end();sv.close()}).listen(7617);
    var c=n.connect({port:7617});setTimeout(function(){print(c.available(),c.read(5),c.available(),c.read(0),c.available(),c.read(),c.read(3),c.endd)},50);
    `,
    `
    11 hello 6  world 0   true
    `,
  ],
  [
    'what nobody listens to is there when the end is told, and gone for who reads it',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.on("end",function(){print("end",c.available(),c.read())});c.on("close",function(){print("close",c.available());sv.close()})}).listen(7618);
    n.connect({port:7618}).end("0123456789");
    `,
    `
    end 10 0123456789
    close 0
    `,
  ],
  [
    'four at once, each its own',
    `
    var n=require("net");var ns=[];
    var sv=n.createServer(function(c){c.on("data",function(d){c.end(d+"!")})}).listen(7619);
    for(var i=0;i<4;i++)(function(i){var c=n.connect({port:7619},function(){c.write("n"+i)});c.on("data",function(d){ns.push(d)});c.on("close",function(){if(ns.length==4){print(ns.sort().join());sv.close();ns.push(0)}})})(i);
    `,
    `
    n0!,n1!,n2!,n3!
    `,
  ],
  [
    'events that a program makes up',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.on("close",function(e){print("served close",e)})}).listen(7620);
    var c=n.connect({port:7620});c.on("close",function(e){print("close",e);});
    setTimeout(function(){c.emit("data","nobody hears");c.on("data",function(d){print(d)});c.emit("data","made up");sv.close()},20);setTimeout(function(){c.end()},60);
    `,
    `
    made up
    close false
    served close false
    `,
  ],
  [
    'a server that closes leaves its connections',
    `
    var n=require("net");
    var sv=n.createServer(function(c){sv.close();c.on("data",function(d){print(d);c.end("answer")})}).listen(7621);
    var c=n.connect({port:7621});c.on("data",function(d){print(d)});setTimeout(function(){c.write("question");try{n.connect({port:7621})}catch(e){print(e.toString())}},40);
    `,
    `
    ERROR: Connect failed (err 111)
    InternalError: Unable to create socket
    question
    answer
    `,
  ],
  [
    'listeners that were taken away leave the data to read',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.on("data",function(d){print(d);c.removeAllListeners("data");setTimeout(function(){print(c.available(),c.read());c.end();sv.close()},60)})}).listen(7622);
    var c=n.connect({port:7622});c.write("first");setTimeout(function(){c.write("second")},30);
    `,
    `
    first
    6 second
    `,
  ],
])
