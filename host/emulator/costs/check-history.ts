/** Snippets of errors, of memory in one piece and of patterns that the model is judged by; no figure was fitted to them. */
import { snippet, type Snippet } from './snippets.ts'

const HELPERS = `// helpers of a stream program
function mean(list){
  var sum=0;
  for(var x of list)sum+=x;
  return sum/list.length;
}
function between(v,low,high){
  // both ends belong to it
  return v>=low&&v<=high;
}
function label(event){
  return event.key+' at '+event.time;
}
`
const CHECKED = `function accept(event){
  if(typeof event.value!='number'){
    throw new TypeError('value of '+event.key+' is no number');
  }
  if(event.value<-40||event.value>85){
    throw new Error('out of range: '+event.value);
  }
  return event.value;
}
`
const READING = "var a,b,line='sensor1,1690000000123,23.5,45.25,ok,north';"

const LAB = `class Window{
  constructor(size,emit){this.size=size;this.emit=emit;this.events=[];}
  add(e){
    this.events.push(e);
    this.events=this.events.filter(function(x){return x.t>e.t-this.size}.bind(this));
    var sum=0;
    this.events.forEach(function(x){sum+=x.v});
    this.emit(sum/this.events.length);
  }
}
var last=0,time=0,win=new Window(5,function(v){last=v});`

export const HISTORY_CHECK: readonly Snippet[] = [
  snippet('failed read behind helpers', 'try{x=undefined.v}catch(e){x=0}', 'var x;', HELPERS, 20),
  snippet('value refused', "try{accept({key:'m1',value:99})}catch(e){n2++}", 'var n2=0;', CHECKED, 20),
  snippet(
    'value refused behind helpers',
    "try{accept({key:'m1',value:99})}catch(e){n2++}",
    'var n2=0;',
    HELPERS + CHECKED,
    20,
  ),
  snippet(
    'type refused, message kept',
    "try{accept({key:'m1'})}catch(e){m=e.message}",
    'var m;',
    HELPERS + CHECKED,
    20,
  ),
  snippet('unknown name behind much', 'try{unknown()}catch(e){}', '', HELPERS.repeat(5), 20),
  snippet('line as base64', 'a=btoa(line);', READING, '', 30),
  snippet('line as base64 and back', 'b=atob(btoa(line));', READING, '', 30),
  snippet('bytes of a line', 'a=E.toUint8Array(line);b=a[3];', READING, '', 30),
  snippet(
    'line hashed and encoded',
    'var u=E.toUint8Array(line);a=E.CRC32(u);b=btoa(line);var c=encodeURIComponent(line);',
    READING,
    '',
    30,
  ),
  snippet('window copied', 'var w=new Float32Array(t);s=w[2];', 'var s,t=new Float32Array([3,1,4,1,5,9,2,6]);', '', 30),
  snippet(
    'bytes after a start that took memory',
    'a=E.toUint8Array(line);',
    READING,
    "var big=[];for(var j=0;j<600;j++)big.push({n:j,s:'x'});big=[];",
    20,
  ),
  snippet('field by a pattern', 'm=/v=(\\d+)/.exec(line);', "var m,line='id=m1&v=235';", '', 20),
  snippet('two fields by a pattern', 'm=line.match(/(\\w+):(\\d+)/);x=m[2];', "var m,x,line='temp:235';", '', 20),
  snippet('closures for each event', 'win.add({t:time++,v:time*0.5});', '', LAB, 20),
  snippet(
    'closure that is kept',
    'f=later(i);x=f(2);',
    'var f,x;',
    'function later(a){return function(b){var c=a*b;return c>10?c-10:c+10}}',
    40,
  ),
]
