/**
 * Programs that touch everything that could differ from run to run or from machine to machine, and what to hold against
 * each other of a run. Nothing here needs Node: the same programs run in a page.
 */
import type { EmulateOptions, EmulateResult } from '../emulate.ts'

export interface Repeatable {
  readonly name: string
  readonly code: string
  readonly options?: Pick<EmulateOptions, 'board' | 'vars' | 'seed' | 'limitMs' | 'startMs' | 'console'>
  /** Programs that run before on the same flash. */
  readonly setup?: readonly string[]
}

const arithmetic = `var a=1,b=0.1,l=[];
for(var i=0;i<200;i++){a=(a*1103515245+12345)&0x7fffffff;b=b*1.7%13+i/7;if(i%20==0)l.push(a,b,a/b,a%97,b.toFixed(3),-b);}
print(l.join("\\n"),1/3,1e21,1e-7,Math.pow(2,31),0x80000000|0,5e-324,0/0,-0,123456789.125);`

const functions = `var l=[];
for(var i=1;i<60;i++){var x=i*i/7-30;l.push(Math.sin(x),Math.cos(x),Math.tan(x),Math.atan(x),Math.atan2(x,i),Math.exp(x/9),Math.log(i),Math.sqrt(i),Math.pow(i,x/20));}
l.push(Math.sin(1e22),Math.asin(0.3),Math.acos(0.3));
var d=new Float64Array(l);print(E.CRC32(new Uint8Array(d.buffer)),E.sum(d));`

const texts = `var s="",o={};
for(var i=0;i<60;i++){s+=String.fromCharCode(32+i*3%90);o["k"+i%7]=s.substr(i%9,5);}
print(s,JSON.stringify(o),s.split("#"),s.replace(/[A-M]+/g,"_"),E.CRC32(s),btoa(s),E.toJS(o));
print([5,1,4,1,5,9,2,6].sort(),s.indexOf("Z"),parseFloat("1.5e3x"),parseInt("7f",16));`

const timers = `var log=[];
function note(x){log.push(x+"@"+Math.round(getTime()*1e6));}
var i=setInterval(function(){note("i"+Math.randInt(100));if(log.length>30){clearInterval(i);print(log.join("\\n"));}},7);
setTimeout(function(){var a=[];for(var k=0;k<50;k++)a.push(Math.random());note(E.sum(a));},20);
setTimeout(function(){note(E.hwRand());},20);
setTimeout(function(){changeInterval(i,3);},40);`

const promises = `function wait(ms){return new Promise(function(yes){setTimeout(yes,ms);});}
Promise.all([wait(9).then(()=>"a"),wait(3).then(()=>"b"),7]).then(l=>print(l,getTime()));
wait(5).then(()=>{throw new Error("no");}).catch(e=>print(e,getTime())).then(()=>nope);
var o={};o.on("x",v=>{print("e",v);});o.emit("x",process.memory().usage);`

const storage = `var s=require("Storage");
for(var i=0;i<40;i++)s.write("f"+i%5,"v"+i+"x".repeat(i*11));
var f=s.open("log","a");for(var k=0;k<30;k++)f.write("line "+k+"\\n");
s.erase("f2");s.compact();
print(s.list(),s.hash(),s.getFree(),s.read("f3").length,s.open("log","r").readLine(),getTime());`

const memory = `function Node(n){this.n=n;this.self=this;}
for(var i=0;i<150;i++)new Node(i);
print(process.memory().usage,E.getSizeOf(new Node(1)));
var a=[];try{while(true)a.push({v:1.5,w:"text text text"});}catch(e){print(e);}`

const failures = `function deep(n){return n?deep(n-1):nope.x;}
try{deep(5);}catch(e){print(e,e.stack);}
setTimeout(function(){throw new TypeError("later");},5);
setTimeout(function(){print(E.getErrorFlags(),getTime());},9);
function forever(n){return forever(n+1);}
forever(0);`

const views = `var f=new Float32Array(50),d=new Float64Array(f.length),b=new Uint8Array(d.buffer);
for(var i=0;i<50;i++){f[i]=Math.sqrt(i)/3;d[i]=f[i]*f[i];}
print(E.sum(d),E.variance(d,1),E.convolve(f,d,3),b.slice(40,60),f.subarray(3,6),E.CRC32(b));
print(new DataView(d.buffer).getInt16(80,true),new Uint24Array([70000,-1]),d.sort().slice(0,3),getTime());`

const dates = `var d=new Date(1700000000123.5);
print(d.toISOString(),d.toString(),d.getDay(),new Date(2024,1,29,12).getTime(),Date.parse("2026-11-22T10:00:00Z"),Date.now());
setTime(1e9);print(new Date().toISOString(),getTime());`

export const REPEATABLE: readonly Repeatable[] = [
  { name: 'arithmetic', code: arithmetic },
  { name: 'functions', code: functions },
  { name: 'texts', code: texts },
  { name: 'timers and chance', code: timers, options: { seed: 7 } },
  { name: 'promises and events', code: promises },
  { name: 'Storage', code: storage },
  { name: 'memory', code: memory, options: { vars: 800 } },
  { name: 'failures', code: failures },
  { name: 'typed arrays', code: views },
  { name: 'dates', code: dates, options: { startMs: 1_700_000_000_000 } },
]

/** What is held against each other: the bytes of the console by a sum over them, and the figures of the run. */
export interface Fingerprint {
  readonly bytes: string
  readonly virtualMs: number
  readonly instructions: number
  readonly used: number
  readonly peak: number
}

export function fingerprint({ stdout, error, stack, virtualMs, instructions, vars }: EmulateResult): Fingerprint {
  const { used, peak } = vars
  return { bytes: sumOf(`${stdout}\0${error}\0${stack}`), virtualMs, instructions, used, peak }
}

/** Length and FNV-1a sum of a text whose characters are bytes. */
export function sumOf(text: string): string {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return `${text.length}:${(sum >>> 0).toString(16).padStart(8, '0')}`
}
