/**
 * Sockets of the board with itself, as on the real interpreter, whose Linux build has the same library. Texts, order of
 * events, members of sockets and variables in use were measured.
 */
import { measured } from '../../golden/measured.ts'

const EVENTS = `function tell(n,s){['connect','data','drain','error','end','close'].forEach(function(e){s.on(e,function(x){print(n,e,x===s?"itself":typeof x=="string"&&x.length>40?x.length:x)})})}`

measured('net: a connection', [
  [
    'is made, carries data both ways and is closed by its client',
    `
    ${EVENTS}
    var n=require("net");
    var sv=n.createServer(function(c){print("accepted",c.conn);tell("server",c);print(c.write("welcome"))});
    print(sv.port,sv.listen(7201)===sv,sv.port);
    var c=n.connect({port:7201});tell("client",c);print(c.type,c.conn,c.opt);
    c.write("from client");print(c.dSnd);
    setTimeout(function(){c.end("bye");print(c.cls,c.clsNow)},50);
    setTimeout(function(){print(sv.close());print(sv.cls,sv.conn)},200);
    `,
    `
    undefined true 7201
    0 undefined { "port": 7201 }
    from client
    accepted true
    false
    client drain itself
    client connect itself
    client drain itself
    server data from client
    server drain itself
    client data welcome
    true undefined
    server data bye
    client end undefined
    client close false
    server end undefined
    server close false
    undefined
    true false
    `,
  ],
  [
    'is closed by its server behind the last data',
    `
    ${EVENTS}
    var n=require("net");
    var sv=n.createServer(function(c){c.end("bye");sv.close()}).listen(7202);
    tell("client",n.connect({port:7202,host:"localhost"}));
    `,
    `
    client connect itself
    client drain itself
    client data bye
    client end undefined
    client close false
    `,
  ],
  [
    'sends 536 bytes a pass',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.on("data",function(d){print(d.length)});c.on("close",function(e){print("server",e);sv.close()})}).listen(7203);
    var c=n.connect({port:7203});
    c.write("y".repeat(2000));c.on("drain",function(){print("drain")});c.end();c.on("close",function(e){print("client",e)});
    `,
    `
    536
    536
    536
    392
    client false
    server false
    `,
  ],
  [
    'keeps 512 bytes and more for who reads late; what did not fit then comes again and again',
    `
    var n=require("net"),t=0;
    var sv=n.createServer(function(c){c.write("x".repeat(1500))}).listen(7204);
    var c=n.connect({port:7204});
    function take(){var a=c.available(),d=c.read();t+=d.length;print(a,d.length,t)}
    setTimeout(take,400);setTimeout(take,420);setTimeout(take,440);
    setTimeout(function(){c.dRcv=undefined;c.end();sv.close()},460);
    `,
    `
    536 536 536
    964 964 1500
    964 964 2464
    `,
  ],
  [
    'that closes keeps what nobody has read',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.end("unread");sv.close()}).listen(7213);
    var c=n.connect({port:7213});
    setTimeout(function(){print(c.endd,c.available(),E.getErrorFlags(),c.read())},50);
    `,
    `
    true 6 [  ] unread
    `,
  ],
  [
    'keeps its callback when nobody else listens for connections',
    `
    var n=require("net");
    var sv=n.createServer(function(c){sv.close();c.end()}).listen(7205);
    var c=n.connect({port:7205},function(s){print(s===c,this===c);c.end()});
    `,
    `
    true true
    `,
  ],
  [
    'takes a callback apart when more listeners come: it runs as text, with a parameter not at all',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.end()}).listen(7206);
    var a=n.connect({port:7206},function(){print("A")});a.on("connect",function(){print("B")});
    var b=n.connect({port:7206},function(s){print("C")});b.on("connect",function(){print("D")});
    setTimeout(function(){sv.close()},50);
    `,
    `
    A
    B
    Execution Interrupted during event processing.
    `,
  ],
  [
    'takes a callback with variables of its own apart, too',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.end()}).listen(7212);
    (function(){var x=1;var a=n.connect({port:7212},function(){print("A",typeof x)});a.on("connect",function(){print("B")});print(a["#onconnect"])})();
    setTimeout(function(){sv.close()},50);
    `,
    `
    [ 
      "print(\\"A\\",typeof x)", 
      function () {}, 
      function () {print("B")}
     ]
    A undefined
    B
    `,
  ],
  [
    'of nobody: the wrong port, an unknown name',
    `
    var n=require("net");
    try{n.connect({port:7999})}catch(e){print(e.toString())}
    try{n.connect({host:"nosuch.invalid",port:1})}catch(e){print(e.toString())}
    `,
    `
    ERROR: Connect failed (err 111)
    InternalError: Unable to create socket
    InternalError: Unable to locate host
    `,
  ],
  [
    'what is no option or no callback is said, not thrown',
    `
    var n=require("net");
    print(n.connect(5));print(n.connect({port:1},5));print(n.connect());print(n.createServer());print(n.createServer(5));
    `,
    `
    ERROR: Expecting Options to be an Object but it was Number
    undefined
    ERROR: Expecting Callback Function but got Number
    undefined
    ERROR: Expecting Options to be an Object but it was undefined
    undefined
    ERROR: Expecting Callback Function but got undefined
    undefined
    ERROR: Expecting Callback Function but got Number
    undefined
    `,
  ],
  [
    'writes everything as text, nothing as nothing',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.on("data",function(d){print(JSON.stringify(d));c.end();sv.close()})}).listen(7207);
    var c=n.connect({port:7207});
    [[1,2],5,undefined,"",null,{toString:function(){return"o"}},E.toUint8Array([1,2])].forEach(function(x){c.write(x)});c.write();
    `,
    `
    "1,25nullo1,2"
    `,
  ],
  [
    'that was closed takes nothing more',
    `
    var n=require("net");
    var sv=n.createServer(function(c){}).listen(7208);
    var c=n.connect({port:7208});c.end();
    try{c.write("x")}catch(e){print(e.toString())}
    setTimeout(function(){print(c.sckt,c.conn,c.cls,c.clsNow,c.endd);sv.close();sv.close();try{c.end("x")}catch(e){print(e.toString())}},30);
    `,
    `
    Error: This socket is closed
    undefined false true true true
    WARNING: Server not found!
    Error: This socket is closed
    `,
  ],
  [
    'a listener that is interrupted is removed',
    `
    var n=require("net");
    var sv=n.createServer(function(c){c.on("data",function(d){print(d)});setTimeout(function(){c.end()},60)}).listen(7210);
    var c=n.connect({port:7210});c.on("data",function(d){throw "oops"});
    setTimeout(function(){c.write("one")},10);setTimeout(function(){c.write("two")},30);
    setTimeout(function(){sv.close()},90);
    `,
    `
    one
    two
    `,
  ],
])

const BASE = 'var n=require("net"),a=process.memory().usage;function used(){var b=process.memory().usage-a;return b}'

measured('net: variables', [
  [
    'a server, a connection, what waits to be sent and what is left behind',
    `
    ${BASE}
    var sv=n.createServer(function(){});print(used());
    sv.listen(7211);print(used());
    var c=n.connect({port:7211});print(used());
    c.write("0123456789".repeat(30));print(used());
    setTimeout(function(){print(used());c.end()},20);
    setTimeout(function(){print(used());sv.close();print(used())},60);
    `,
    `
    29
    38
    59
    99
    97
    49
    51
    `,
  ],
])

measured('http', [
  [
    'a request and its response',
    `
    var h=require("http");
    var sv=h.createServer(function(q,r){
      print(q.method,q.url,q.headers.Host);
      q.on("end",function(){print("request end")});q.on("close",function(e){print("request close",e)});
      r.on("close",function(e){print("response close",e)});
      r.writeHead(201,{"Content-Type":"text/plain",X:1});r.write("hello");r.end(" world");print(JSON.stringify(r.dSnd).split("\\\\r\\\\n").filter(function(l){return l.substr(0,6)!="Server"}));
      sv.close();
    });
    sv.listen(7301);
    var c=h.get("http://127.0.0.1:7301/a/b?c=1",function(s){
      print(s.statusCode,s.statusMessage,s.httpVersion,Object.keys(s.headers));
      s.on("data",function(d){print("data",d)});s.on("end",function(){print("end")});s.on("close",function(e){print("close",e)});
    });
    print(c.opt,c.cls);
    `,
    `
    { 
      "protocol": "http:", 
      "method": "GET", 
      "host": "127.0.0.1", 
      "path": "/a/b?c=1", 
      "pathname": "/a/b", 
      "search": "?c=1", 
      "port": 7301, 
      "query": "c=1"
     } true
    GET /a/b?c=1 127.0.0.1:7301
    [ 
      "\\"HTTP/1.1 201 OK", 
      "Connection: close", 
      "Content-Type: text/plain", 
      "X: 1", 
      "", 
      "hello world\\""
     ]
    request end
    request close false
    response close false
    201 OK 1.1 [ 
      "Server", 
      "Connection", 
      "Content-Type", 
      "X"
     ]
    data hello world
    end
    close false
    `,
  ],
  [
    'a body sent with a request',
    `
    var h=require("http");
    var sv=h.createServer(function(q,r){q.on("data",function(d){print("data",d)});q.on("end",function(){r.end("ok");sv.close()})}).listen(7302);
    var q=h.request({host:"127.0.0.1",port:7302,method:"POST",path:"/p",headers:{"Content-Length":5}},function(s){s.on("data",function(d){print(d)})});
    q.write("abc");q.end("de");print(JSON.stringify(q.dSnd.substr(0,15)));
    `,
    `
    "POST /p HTTP/1."
    data abcde
    ok
    `,
  ],
  [
    'chunks',
    `
    var h=require("http");
    var sv=h.createServer(function(q,r){r.writeHead(200,{"Transfer-Encoding":"chunked"});r.write("one");r.write("two");r.end();print(JSON.stringify(r.dSnd.substr(-30)));sv.close()}).listen(7303);
    h.get({host:"127.0.0.1",port:7303,path:"/"},function(s){s.on("data",function(d){print(d)});s.on("end",function(){print("end")});s.on("close",function(){print("close")})});
    `,
    `
    "unked\\r\\n\\r\\n3\\r\\none\\r\\n3\\r\\ntwo\\r\\n0\\r\\n\\r\\n"
    onetwo
    end
    close
    `,
  ],
  [
    'complaints',
    `
    var h=require("http");
    var sv=h.createServer(function(q,r){r.writeHead(200,5);r.writeHead(200);r.writeHead(200);r.setHeader("A","b");print(r.headers);r.end();sv.close();try{r.write("x")}catch(e){print(e.toString())}}).listen(7304);
    h.get({host:"127.0.0.1",port:7304,path:"/"},function(s){s.on("close",function(){print("close")})});
    `,
    `
    ERROR: Headers sent to writeHead should be an object
    ERROR: Headers have already been sent
    { 
      "Connection": "close", 
      "A": "b"
     }
    Error: This socket is closed
    close
    `,
  ],
  [
    'url.parse',
    `
    [ "http://a.b:80/c/d?e=1&f", "/a?b=c&d=%41e&3=x", "host", "", "ftp://x", "a:1/b", "http://h?q" ].forEach(function(u){print(JSON.stringify(url.parse(u,true)))});
    print(url.parse("http://x/?a=1").query,url.parse(5));
    `,
    `
    {"protocol":"http:","method":"GET","host":"a.b","path":"/c/d?e=1&f","pathname":"/c/d","search":"?e=1&f","port":80,"query":{"e":"1","f":""}}
    {"method":"GET","host":"","path":"/a?b=c&d=%41e&3=x","pathname":"/a","search":"?b=c&d=%41e&3=x","port":null,"query":{"b":"c","d":"Ae","3":"x"}}
    {"method":"GET","host":"host","path":"/","pathname":"/","search":null,"port":null,"query":null}
    {"method":"GET","host":"","path":"/","pathname":"/","search":null,"port":null,"query":null}
    {"protocol":"ftp:","method":"GET","host":"x","path":"/","pathname":"/","search":null,"port":null,"query":null}
    {"method":"GET","host":"a:1","path":"/b","pathname":"/b","search":null,"port":null,"query":null}
    {"protocol":"http:","method":"GET","host":"h?q","path":"/","pathname":"/","search":null,"port":null,"query":null}
    a=1 undefined
    `,
  ],
])
