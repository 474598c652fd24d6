/**
 * Requests and responses of a board with itself, good and bad, whole and in pieces: what programs are shown was measured.
 */
import { measured } from '../../golden/measured.ts'

const TRY = 'function t(f){try{print(f())}catch(e){print(e.toString())}}'
/** Sends the text of a request by hand. */
const ASK =
  'function ask(port,text,next){var c=require("net").connect({port:port});c.write(text);c.on("close",function(){next&&next()})}'

measured('http: what a server reads', [
  [
    'first lines, whole and not',
    `
    ${ASK}
    var sv=require("http").createServer(function(q,r){print(JSON.stringify([q.method,q.url,q.headers]));r.end()}).listen(7501);
    var l=["GET / HTTP/1.1\\r\\n\\r\\n","GET\\r\\n\\r\\n","GET /\\r\\n\\r\\n"," / HTTP/1.1\\r\\n\\r\\n","GET  / HTTP\\r\\n\\r\\n","AB\\r\\nC d: e\\r\\n\\r\\n","\\r\\n\\r\\nGET / x\\r\\n\\r\\n","get /%20?a=b#c x y z\\r\\n\\r\\n"];
    function next(){if(l.length)ask(7501,l.shift(),next);else sv.close()}next();
    `,
    `
    ["GET","/",{}]
    ["GET","\\n",{}]
    ["GET","/",{}]
    ["","/",{}]
    ["GET","",{}]
    ["AB","\\nC",{"C d":"e"}]
    ["","\\n",{}]
    ["get","/%20?a=b#c",{}]
    `,
  ],
  [
    'headers: of equal names the first is found, empty ones are left out',
    `
    ${ASK}
    var sv=require("http").createServer(function(q,r){print(JSON.stringify(q.headers),q.headers.A);r.end()}).listen(7502);
    var l=["A: 1\\r\\nA: 2\\r\\na: 3","A:1\\r\\nB:\\t2 \\r\\nC D: 3","no colon\\r\\nA:\\r\\n: nameless\\r\\nB:  \\r\\nC: d:e","X: a\\r\\n : b\\r\\n\\tc: d"];
    function next(){if(l.length)ask(7502,"GET / HTTP/1.1\\r\\n"+l.shift()+"\\r\\n\\r\\n",next);else sv.close()}next();
    `,
    `
    {"A":"1","A":"2","a":"3"} 1
    {"A":"1","B":"2 ","C D":"3"} 1
    {"C":"d:e"} undefined
    {"X":"a"," ":"b","\\tc":"d"} undefined
    `,
  ],
  [
    'bodies of a told length, of none, of more than was told, and in chunks',
    `
    ${ASK}
    var sv=require("http").createServer(function(q,r){q.on("data",function(d){print("data",d)});q.on("end",function(){print("end");r.end("x")})}).listen(7503);
    var l=["Content-Length: 3\\r\\n\\r\\nabc","content-length: 3\\r\\n\\r\\nabcdef","Content-Length: 0\\r\\n\\r\\n","A: b\\r\\n\\r\\nabc","Transfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nabc\\r\\n2\\r\\nde\\r\\n0\\r\\n\\r\\n"];
    function next(){if(l.length)ask(7503,"POST / HTTP/1.1\\r\\n"+l.shift(),next);else sv.close()}next();
    `,
    `
    data abc
    end
    data abcdef
    end
    end
    data abc
    end
    data abcde
    end
    `,
  ],
  [
    'a head that comes in pieces',
    `
    var n=require("net"),h=require("http");
    var sv=h.createServer(function(q,r){print(q.method,q.url,q.headers);q.on("data",function(d){print(d)});q.on("end",function(){r.end("x");sv.close()})}).listen(7504);
    var c=n.connect({port:7504});c.on("data",function(d){print(d.split("\\r\\n")[0])});
    ["PUT /pi","eces HTTP/1.1\\r\\nContent-Le","ngth: 4\\r","\\n\\r","\\nab","cd"].forEach(function(p,i){setTimeout(function(){c.write(p)},10+i*30)});
    `,
    `
    PUT /pieces { 
      "Content-Length": "4"
     }
    ab
    cd
    HTTP/1.1 200 OK
    `,
  ],
  [
    'a body that nobody listens to is kept',
    `
    var h=require("http");
    var sv=h.createServer(function(q,r){print(q.available(),q.read());q.on("end",function(){print(q.available(),q.read());r.end();sv.close()})}).listen(7505);
    var q=h.request({host:"localhost",port:7505,method:"PUT",path:"/",headers:{"Content-Length":5}},function(s){print(s.statusCode,s.available(),s.read())});q.end("hello");
    `,
    `
    5 hello
    0 
    200 0 
    `,
  ],
  [
    'methods and addresses',
    `
    var h=require("http");
    var sv=h.createServer(function(q,r){print(q.method,q.url);r.writeHead(204);r.end()}).listen(7506);
    ["GET","PUT","DELETE"].forEach(function(m,i){setTimeout(function(){h.request({host:"localhost",port:7506,method:m,path:"/"+m},function(s){print(s.statusCode);if(i==2)sv.close()}).end()},i*40)});
    `,
    `
    GET /GET
    204
    PUT /PUT
    204
    DELETE /DELETE
    204
    `,
  ],
  [
    'queries',
    `
    var h=require("http");
    var sv=h.createServer(function(q,r){var d=url.parse(q.url,true);print(d.pathname,JSON.stringify(d.query),q.url);r.end();if(q.url=="/")sv.close()}).listen(7507);
    var l=["/a%20b?x=1&y=%41&x=2","/?","/?=1","/x?a","/"];function next(){if(l.length)h.get("http://localhost:7507"+l.shift(),function(s){s.on("close",next)})}next();
    `,
    `
    /a%20b {"x":"1","y":"A","x":"2"} /a%20b?x=1&y=%41&x=2
    / {} /?
    / {"":"1"} /?=1
    /x {"a":""} /x?a
    / null /
    `,
  ],
])

measured('http: what a server says', [
  [
    'nothing behind the end',
    `
    var h=require("http");
    var sv=h.createServer(function(q,r){print(q.headers.X,q.headers.Host);print(r.setHeader("A","b"),r.setHeader("A",5),r.headers);print(r.write("1"));print(r.writeHead(200,{}));print(r.end("2"));sv.close();try{print(r.end("3"))}catch(e){print(e.toString())}try{print(r.end())}catch(e){print(e.toString())}}).listen(7511);
    h.get({host:"localhost",port:7511,path:"/",headers:{X:5}},function(s){print(s.headers.A,s.headers.Connection);s.on("data",function(d){print(d)})});
    `,
    `
    5 localhost:7511
    undefined undefined { 
      "Connection": "close", 
      "A": "5"
     }
    false
    ERROR: Headers have already been sent
    undefined
    undefined
    Error: This socket is closed
    Error: This socket is closed
    5 close
    12
    `,
  ],
  [
    'headers of any type',
    `
    var h=require("http");
    var sv=h.createServer(function(q,r){r.setHeader("S",1);r.writeHead("404",{Connection:"x",A:[1,2],B:undefined,C:null,D:{}});r.end();sv.close()}).listen(7512);
    h.get({host:"localhost",port:7512,path:"/"},function(s){delete s.headers.Server;print(s.statusCode,s.headers)});
    `,
    `
    404 { 
      "Connection": "x", 
      "S": "1", 
      "A": "1,2", 
      "B": "undefined", 
      "C": "null", 
      "D": "[object Object]"
     }
    `,
  ],
  [
    'drain, as long as the program does not end',
    `
    var h=require("http");
    var sv=h.createServer(function(q,r){r.write("a".repeat(700));r.on("drain",function(){print("drain");r.end("bye")});sv.close()}).listen(7513);
    h.get({host:"localhost",port:7513,path:"/"},function(s){var n=0;s.on("data",function(d){n+=d.length});s.on("close",function(e){print(n,e)})});
    `,
    `
    drain
    700 false
    `,
  ],
])

measured('http: what a client reads', [
  [
    'first lines, whole and not',
    `
    var n=require("net"),h=require("http");
    var l=["HTTP/1.1 200 OK","HTTP/1.0 404 Not Found Here","HTTP/1.1 200 ","HTTP/1.1 200","HTTP/1.1 200\\r\\nA: b c","HTTP/1.1"],i=0;
    var sv=n.createServer(function(c){c.on("data",function(){c.end(l[i++]+"\\r\\n\\r\\n")})}).listen(7521);
    function next(){if(i>=l.length)return sv.close();h.get("http://localhost:7521/",function(s){print(JSON.stringify([s.httpVersion,s.statusCode,s.statusMessage,s.headers]));s.on("close",function(e){print("close",e);next()})})}
    next();
    `,
    `
    ["1.1","200","OK",{}]
    close false
    ["1.0","404","Not Found Here",{}]
    close false
    ["1.1","200","",{}]
    close false
    ["1.1","200","\\n\\r\\n",{}]
    close false
    ["1.1","200","\\nA: b c\\r\\n\\r\\n",{"A":"b c"}]
    close false
    ["1.1","\\n","\\n",{}]
    close false
    `,
  ],
  [
    'bodies: shorter than told, of strange lengths, without length',
    `
    var n=require("net"),h=require("http");
    var l=["Content-Length: 5\\r\\n\\r\\nab","Content-Length: -5\\r\\n\\r\\nabc","Content-Length: 2abc\\r\\n\\r\\nab","A: b\\r\\n\\r\\nno length"],i=0;
    var sv=n.createServer(function(c){c.on("data",function(){c.end("HTTP/1.1 200 OK\\r\\n"+l[i++])})}).listen(7522);
    function next(){if(i>=l.length)return sv.close();h.get("http://localhost:7522/",function(s){s.on("data",function(d){print("data",d)});s.on("end",function(){print("end")});s.on("close",function(e){print("close",e);next()})})}
    next();
    `,
    `
    data ab
    end
    close false
    data abc
    end
    close false
    data ab
    end
    close false
    data no length
    end
    close false
    `,
  ],
  [
    'an answer that is none',
    `
    var n=require("net"),h=require("http");
    var sv=n.createServer(function(c){c.on("data",function(){c.end("garbage")})}).listen(7523);
    var q=h.get("http://localhost:7523/",function(r){print("got",r)});
    q.on("error",function(e){print("error",e)});q.on("close",function(e){print("close",e)});setTimeout(function(){sv.close()},100);
    `,
    `
    error { "code": -15, 
      "message": "no response"
     }
    `,
  ],
  [
    'chunks in pieces',
    `
    var n=require("net"),h=require("http");
    var sv=n.createServer(function(c){c.on("data",function(){c.write("HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nab");setTimeout(function(){c.end("cde\\r\\n3\\r\\nfgh\\r\\n0\\r\\n\\r\\n")},30)})}).listen(7524);
    h.get("http://localhost:7524/",function(r){r.on("data",function(d){print("data",d)});r.on("end",function(){print("end")});r.on("close",function(e){print("close",e);sv.close()})});
    `,
    `
    data ab
    data cde
    data fgh
    end
    close false
    `,
  ],
  [
    'a chunk whose length is cut in front of its line feed: that is taken for a part of the body',
    `
    var n=require("net"),h=require("http");
    var sv=n.createServer(function(c){c.on("data",function(){c.write("HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1000\\r");setTimeout(function(){c.end("\\n"+"x".repeat(4096)+"\\r\\n0\\r\\n\\r\\n")},30)})}).listen(7526);
    h.get("http://localhost:7526/",function(r){var t="";r.on("data",function(d){t+=d});r.on("close",function(e){print(t.length,JSON.stringify(t.substr(0,8)),e);sv.close()})});
    `,
    `
    4097 "\\nxxxxxxx" false
    `,
  ],
  [
    'chunks of length zero in between end the body',
    `
    var n=require("net"),h=require("http");
    var sv=n.createServer(function(c){c.on("data",function(){c.write("HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nab\\r\\n0\\r\\n\\r\\n");setTimeout(function(){c.end("2\\r\\ncd\\r\\n0\\r\\n\\r\\n")},30)})}).listen(7527);
    h.get("http://localhost:7527/",function(r){r.on("data",function(d){print("data",d)});r.on("end",function(){print("end")});r.on("close",function(e){print("close",e);sv.close()})});
    `,
    `
    data ab
    end
    close false
    Uncaught Error: This socket is closed
        at :1:29
    c.end("2\\r\\ncd\\r\\n0\\r\\n\\r\\n")
                                ^
    `,
  ],
  [
    'chunks with extensions and in capitals',
    `
    var n=require("net"),h=require("http");
    var sv=n.createServer(function(c){c.on("data",function(){c.end("HTTP/1.1 200 OK\\r\\nTRANSFER-encoding: Chunked\\r\\n\\r\\nA;x=y\\r\\n0123456789\\r\\n00b\\r\\nabcdefghijk\\r\\n0\\r\\nTrailer: t\\r\\n\\r\\n")})}).listen(7528);
    h.get("http://localhost:7528/",function(r){r.on("data",function(d){print("data",d)});r.on("end",function(){print("end")});r.on("close",function(e){print("close",e);sv.close()})});
    `,
    `
    data 0123456789abcdefghijk
    end
    close false
    `,
  ],
  [
    'a head in pieces',
    `
    var n=require("net"),h=require("http");
    var sv=n.createServer(function(c){c.on("data",function(){c.write("HTTP/1.1 200 OK\\r\\nContent-Le");setTimeout(function(){c.write("ngth: 4\\r\\n\\r")},30);setTimeout(function(){c.write("\\nab")},60);setTimeout(function(){c.end("cd")},90)})}).listen(7525);
    h.get("http://localhost:7525/",function(r){print(r.statusCode);r.on("data",function(d){print("data",d)});r.on("end",function(){print("end")});r.on("close",function(e){print("close",e);sv.close()})});
    `,
    `
    200
    data ab
    data cd
    end
    close false
    `,
  ],
])

measured('http: what a client says', [
  [
    'arguments that are none',
    `
    ${TRY}
    var h=require("http");
    t(()=>h.get());t(()=>h.get(5));t(()=>h.request());t(()=>h.request("x",5));t(()=>h.createServer());t(()=>h.createServer(5));t(()=>h.get(null));t(()=>h.request([]));
    `,
    `
    ERROR: Expecting Options to be an Object but it was undefined
    undefined
    ERROR: Expecting Options to be an Object but it was Number
    undefined
    ERROR: Expecting Options to be an Object but it was undefined
    undefined
    ERROR: Expecting Callback Function but got Number
    undefined
    ERROR: Expecting Callback Function but got undefined
    undefined
    ERROR: Expecting Callback Function but got Number
    undefined
    ERROR: Expecting Options to be an Object but it was null
    undefined
    ERROR: Expecting Options to be an Object but it was Array
    undefined
    `,
  ],
  [
    'to nobody',
    `
    ${TRY}
    var h=require("http");t(()=>h.get("http://localhost:7999/"));
    var q=h.request({host:"localhost",port:7998});t(()=>q.write("x"));t(()=>q.end("y"));
    ["close","error","end"].forEach(function(e){q.on(e,function(x){print(e,x)})});
    `,
    `
    ERROR: Connect failed (err 111)
    InternalError: Unable to create socket
    ERROR: Connect failed (err 111)
    InternalError: Unable to create socket
    Error: This socket is closed
    `,
  ],
  [
    'chunks',
    `
    var h=require("http");
    var sv=h.createServer(function(q,r){r.end("z");sv.close()}).listen(7533);
    var q=h.request({host:"localhost",port:7533,method:"POST",path:"/",headers:{"Transfer-Encoding":"chunked"}},function(s){s.on("data",function(d){print(d)})});
    q.write("one");q.write("");q.write();q.write("two");print(JSON.stringify(q.dSnd.split("\\r\\n\\r\\n").slice(1)));q.end();print(JSON.stringify(q.dSnd.substr(-20)));
    `,
    `
    ["3\\r\\none\\r\\n0","3\\r\\ntwo\\r\\n"]
    "\\r\\n0\\r\\n\\r\\n3\\r\\ntwo\\r\\n0\\r\\n\\r\\n"
    z
    `,
  ],
  [
    'nothing behind the end',
    `
    ${TRY}
    var h=require("http");
    var sv=h.createServer(function(q,r){r.end("z");sv.close()}).listen(7534);
    var q=h.request({host:"localhost",port:7534,method:"GET",path:"/"},function(s){print(s.statusCode);s.on("close",function(){t(()=>q.write("later"));t(()=>q.end())})});
    t(()=>q.end());t(()=>q.write("x"));t(()=>q.end("x"));
    `,
    `
    undefined
    Error: This socket is closed
    Error: This socket is closed
    200
    Error: This socket is closed
    Error: This socket is closed
    `,
  ],
])
