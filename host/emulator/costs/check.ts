/**
 * The snippets that the model is judged by: written after the figures were fitted, and never used for fitting. They are
 * what programs do, several constructs in each.
 */
import { HISTORY_CHECK } from './check-history.ts'
import { snippet, type Snippet } from './snippets.ts'

const LOOPS: Snippet[] = [
  snippet('sum of an array', 's=0;for(var j=0;j<r.length;j++)s+=r[j];', 'var s,r=[3,1,4,1,5,9,2,6];', '', 20),
  snippet('sum by for of', 's=0;for(var x of r)s+=x;', 'var s,r=[3,1,4,1,5,9,2,6];', '', 20),
  snippet('sum of a typed array', 's=0;for(var j=0;j<16;j++)s+=t[j];', 'var s,t=new Float32Array(16);', '', 20),
  snippet('maximum', 'm=-1;for(var x of t)if(x>m)m=x;', 'var m,t=new Int16Array([3,7,1,9,2,8]);', '', 20),
  snippet('count by while', 'var k=0;while(k<6){if(k%2==0){c++}k++}', 'var c=0;', '', 20),
  snippet('nested loops', 'for(var a=0;a<3;a++)for(var b=0;b<3;b++)c+=a*b;', 'var c=0;', '', 20),
  snippet('search with break', 'for(var j=0;j<8;j++){if(r[j]===5){f=j;break}}', 'var f,r=[3,1,4,1,5,9,2,6];', '', 20),
  snippet(
    'reverse in place',
    'for(var a=0,b=5;a<b;a++,b--){var h=r[a];r[a]=r[b];r[b]=h}',
    'var r=[1,2,3,4,5,6];',
    '',
    20,
  ),
  snippet('squares', 'for(let k=0;k<5;k++){q[k]=k*k}', 'var q=[0,0,0,0,0];', '', 20),
  snippet('collatz', 'var v=7,n2=0;do{v=v%2?3*v+1:v/2;n2++}while(v>1);', '', '', 10),
  snippet('greatest common divisor', 'var x=48,y=36;while(y){var z=x%y;x=y;y=z}', '', '', 20),
  snippet('power', 'var p=1;for(var e=0;e<8;e++)p*=2;', '', '', 20),
  snippet('keys of an object', 's=0;for(var k in o){s+=o[k]}', 'var s,o={a:1,b:2,c:3,d:4};', '', 20),
  snippet('bits', 'var v=i,c=0;while(v){c+=v&1;v>>=1}', '', '', 50),
]

const STREAMS: Snippet[] = [
  snippet('ring in a typed array', 'T[p]=i;p=p+1&63;', '', 'var p=0,T=new Float64Array(64);'),
  snippet('ring with modulo', 'R[h]=i*0.5;h=(h+1)%8;if(n2<8)n2++;', '', 'var h=0,n2=0,R=[0,0,0,0,0,0,0,0];'),
  snippet('ewma', 'm+=0.1*(v-m);', 'var m=20,v=23.5;'),
  snippet('ewma with variance', 'd=v-m;m+=a*d;q=(1-a)*(q+a*d*d);', 'var d,q=1,a=0.1,m=20,v=23.5;'),
  snippet('z-score', 'if((v-m)*(v-m)>9*q){out++}', 'var out=0,q=1,m=20,v=23.5;'),
  snippet('hysteresis', 'if(on){if(v<18)on=0}else if(v>25)on=1;', 'var on=0,v=23.5;'),
  snippet('running minimum and maximum', 'if(v<lo)lo=v;if(v>hi)hi=v;', 'var lo=3,hi=30,v=23.5;'),
  snippet('count, sum and squares', 'c++;s+=v;q+=v*v;', '', 'var c=0,s=0.5,q=0.5,v=23.5;'),
  snippet('window closes', 't+=100;if(t>=e){e=t-t%1000+1000;c=0}c++;', 'var t=0,e=1000,c=0;'),
  snippet(
    'pane of objects',
    'var p=P[k];p.n++;p.s+=v;k=(k+1)%3;',
    'var k=0,v=2.5,P=[{n:0,s:0.5},{n:0,s:0.5},{n:0,s:0.5}];',
  ),
  snippet('sum over panes', 's=0;for(var p of P){s+=p.s;}', 'var s,P=[{n:1,s:1.5},{n:2,s:2.5},{n:3,s:3.5}];', '', 40),
  snippet('session gap', 'if(t-last>5){n2=0;start=t}n2++;last=t;t++;', 'var n2=0,start=0,t=1,last=0;'),
  snippet(
    'key table',
    'var e=K[k];if(!e){e=K[k]={n:0,m:0}}e.n++;if(v>e.m)e.m=v;',
    "var k='m3',v=2,K={m1:{n:0,m:0},m2:{n:0,m:0},m3:{n:0,m:0}};",
  ),
  snippet(
    'rate of change',
    'if(seen){r=(v-old)/(t-before)}seen=1;old=v;before=t;t+=10;',
    'var seen=0,r,v=2.5,old=0,before=0,t=10;',
  ),
  snippet(
    'step of a pattern',
    'switch(st){case 0:if(v>20)st=1;break;case 1:if(v<10)st=2;else if(v>30)st=0;break;case 2:st=0}',
    'var st=1,v=15;',
  ),
  snippet('median of three', 'm=a<b?(b<c?b:a<c?c:a):(a<c?a:b<c?c:b);', 'var m,a=3,b=1,c=2;'),
  snippet('deadband', 'if(v-sent>0.5||sent-v>0.5){sent=v;n2++}', 'var v=20.2,sent=20,n2=0;'),
  snippet('limits of a field', 'ok=v>=-40&&v<=85&&h>=0&&h<=100;', 'var ok,v=23.5,h=45;'),
]

const OBJECTS: Snippet[] = [
  snippet(
    'class with state',
    'c.add(2);',
    'var c=new Counter();',
    'class Counter{constructor(){this.n=0;this.s=0}add(v){this.n++;this.s+=v}}',
  ),
  snippet(
    'class returns',
    'x=c.mean();',
    'var x,c=new M();',
    'class M{constructor(){this.n=4;this.s=10}mean(){return this.n?this.s/this.n:0}}',
  ),
  snippet(
    'method calls method',
    'c.f(3);',
    'var c=new C();',
    'class C{constructor(){this.v=0}f(x){this.g(x*2)}g(y){this.v=y}}',
  ),
  snippet(
    'subclass extends method',
    'd.put(1);',
    'var d=new B();',
    'class A{constructor(){this.n=0}put(v){this.n+=v}}class B extends A{constructor(){super()}put(v){super.put(v*2)}}',
  ),
  snippet(
    'chain of operators',
    'p.on(2.5);',
    'var p={k:2,next:{lim:3,hit:0,on:function(v){if(v>this.lim)this.hit++}},on:function(v){this.next.on(v*this.k)}};',
  ),
  snippet(
    'closure as a counter',
    'x=c();',
    'var x;',
    'function make(){var n=0;return function(){n++;return n}}var c=make();',
  ),
  snippet(
    'closure with two names',
    'x=f(3);',
    'var x;',
    'function line(a,b){return function(x){return a*x+b}}var f=line(2,1);',
  ),
  snippet('curried arrows', 'x=add(1)(2);', 'var x;', 'var add=a=>b=>a+b;', 40),
  snippet('event object made and read', 'var e={k:"m1",t:i,v:23.5};if(e.v>20)c+=e.t;', 'var c=0;'),
  snippet('object of objects', "o.a.b.n++;o.a['b'].m=o.a.b.n;", 'var o={a:{b:{n:0,m:0}}};'),
  snippet(
    'point made by new',
    'p=new Point(3,4);d=p.x*p.x+p.y*p.y;',
    'var p,d;',
    'function Point(x,y){this.x=x;this.y=y}',
  ),
  snippet('copy of an object', 'q={};for(var k in o)q[k]=o[k];', 'var q,o={a:1,b:2,c:3};', '', 40),
  snippet('table of handlers', 'H[m](1);', "var m='inc',H={dec:function(x){A-=x},inc:function(x){A+=x}};", 'var A=0;'),
  snippet('getter and setter', 'o.v=i;x=o.v;', 'var x,o={_v:0,get v(){return this._v},set v(a){this._v=a*2}};'),
  snippet('list of two links', 'n2=0;for(var e=l;e;e=e.next)n2+=e.v;', 'var n2,l={v:1,next:{v:2,next:{v:3}}};', '', 40),
]

const FUNCTIONS: Snippet[] = [
  snippet('absolute difference', 'x=dist(3,8);', 'var x;', 'function dist(a,b){return a>b?a-b:b-a}'),
  snippet(
    'clamp',
    'x=clamp(5,0,3);',
    'var x;',
    'function clamp(v,lo,hi){if(v<lo)return lo;if(v>hi)return hi;return v}',
  ),
  snippet('factorial', 'x=fac(5);', 'var x;', 'function fac(n){return n<2?1:n*fac(n-1)}', 20),
  snippet('fibonacci', 'x=fib(5);', 'var x;', 'function fib(n){if(n<2)return n;return fib(n-1)+fib(n-2)}', 10),
  snippet('locals in a function', 'x=f(2,3);', 'var x;', 'function f(a,b){var s=a+b;var d=a-b;let p=s*d;return p+1}'),
  snippet(
    'early return of four',
    'x=name(3);',
    'var x;',
    "function name(k){if(k==0)return 'zero';if(k==1)return 'one';if(k==2)return 'two';return 'many'}",
  ),
  snippet('horner', 'x=poly(1.5);', 'var x;', 'function poly(x){return ((2*x+3)*x-1)*x+0.5}'),
  snippet('default by or', 'x=g();', 'var x;', 'function g(a){a=a||10;return a*2}'),
  snippet(
    'function given',
    'x=twice(inc,3);',
    'var x;',
    'function inc(a){return a+1}function twice(f,a){return f(f(a))}',
  ),
  snippet(
    'commented code',
    '/* the new value of the window */\n  sum = sum + value; // add it\n  // and count it\n  count = count + 1;',
    'var sum=0,count=0,value=2;',
  ),
  snippet(
    'long names',
    'temperatureAverage=temperatureAverage+(temperature-temperatureAverage)*smoothing;',
    'var temperatureAverage=20,temperature=23.5,smoothing=0.1;',
  ),
  snippet(
    'after 40 globals',
    'A=A+B;',
    '',
    Array.from({ length: 40 }, (_, at) => `var z${at}=0;`).join('') + 'var A=0.5,B=2;',
  ),
]

const TEXTS: Snippet[] = [
  snippet('line of three fields', "s=id+';'+n2+';'+(ok?'yes':'no');", "var s,id='sensor1',n2=42,ok=1;"),
  snippet('padded number', "s=(n2<10?'0':'')+n2;", 'var s,n2=7;'),
  snippet('list built', "s='';for(var k=0;k<5;k++)s+=k+',';", 'var s;', '', 30),
  snippet('template of readings', 's=`${id}: ${v} C at ${t}`;', "var s,id='m1',v=23.5,t=1234;"),
  snippet('characters counted', "c=0;for(var x of s)if(x=='a')c++;", "var c,s='abracadabra';", '', 20),
  snippet('word chosen', "if(w=='start')st=1;else if(w=='stop')st=2;else if(w=='reset')st=3;", "var w='stop',st=0;"),
  snippet(
    'switch on words',
    "switch(w){case 'start':st=1;break;case 'stop':st=2;break;default:st=0}",
    "var w='reset',st=0;",
  ),
  snippet('digits', 'c=0;for(var k=0;k<s.length;k++)c=c*10+(s.charCodeAt(k)-48);', "var c,s='4711';", '', 20),
]

const ERRORS: Snippet[] = [
  snippet(
    'checked division',
    'try{x=div(6,3)}catch(e){x=0}',
    'var x;',
    "function div(a,b){if(b==0)throw 'zero';return a/b}",
  ),
  snippet(
    'failed division',
    'try{x=div(6,0)}catch(e){x=0}',
    'var x;',
    "function div(a,b){if(b==0)throw 'zero';return a/b}",
  ),
  snippet('cleanup', 'try{n2++;x=n2*2}finally{n2--}', 'var x,n2=0;'),
  snippet('type tests', "if(typeof v=='number'){x=v}else if(typeof v=='string'){x=+v}", "var x,v='12';"),
]

const NATIVES: Snippet[] = [
  snippet('JSON there and back', 'o=JSON.parse(JSON.stringify({t:i,v:2.5}));', 'var o;', '', 30),
  snippet('rounded', 'x=Math.round(v*100)/100;', 'var x,v=23.456;'),
  snippet('root of squares', 'x=Math.sqrt(a*a+b*b);', 'var x,a=3,b=4;'),
  snippet('push and shift', 'r.push(i);if(r.length>6)r.shift();', 'var r=[];'),
  snippet('map and sum', 's=0;r.map(x=>x*2).forEach(x=>{s+=x});', 'var s,r=[1,2,3,4,5];', '', 20),
  snippet('filter', 'q=r.filter(function(x){return x>2});', 'var q,r=[1,2,3,4,5];', '', 20),
  snippet('sum by native', 'm=E.sum(t)/t.length;', 'var m,t=new Float32Array([1,2,3,4,5,6,7,8]);'),
  snippet('join of an array', "s=[i,v,'m1'].join(',');", 'var s,v=2.5;'),
  snippet('fixed digits', "s='T='+v.toFixed(1)+'C';", 'var s,v=23.456;'),
  snippet('alias of a native', 'x=mx(a,mn(b,9));', 'var x,a=3,b=12,mx=Math.max,mn=Math.min;'),
]

export const CHECK: readonly Snippet[] = [
  ...LOOPS,
  ...STREAMS,
  ...OBJECTS,
  ...FUNCTIONS,
  ...TEXTS,
  ...ERRORS,
  ...NATIVES,
  ...HISTORY_CHECK,
]
