/** Whole programs that the model is judged by; each defines `run`, which does its work so many times. */
import { snippet, type Snippet } from './snippets.ts'

const QUICKSORT = `function sort(a,lo,hi){
  if(lo>=hi)return;
  var p=a[(lo+hi)>>1],i=lo,j=hi;
  while(i<=j){
    while(a[i]<p)i++;
    while(a[j]>p)j--;
    if(i<=j){var h=a[i];a[i]=a[j];a[j]=h;i++;j--}
  }
  sort(a,lo,j);
  sort(a,i,hi);
}`

const MANDELBROT = `// points of a small picture, at most 12 rounds each
function mandel(w,h){
  var inside=0;
  for(var y=0;y<h;y++){
    for(var x=0;x<w;x++){
      var cr=x*3/w-2,ci=y*2/h-1,zr=0,zi=0,k=0;
      while(k<12&&zr*zr+zi*zi<4){
        var t=zr*zr-zi*zi+cr;
        zi=2*zr*zi+ci;
        zr=t;
        k++;
      }
      if(k==12)inside++;
    }
  }
  return inside;
}`

const QUEENS = `function queens(n){
  var cols=new Uint8Array(n),d1=new Uint8Array(2*n),d2=new Uint8Array(2*n),found=0;
  function place(row){
    if(row==n){found++;return;}
    for(var c=0;c<n;c++){
      if(cols[c]||d1[row+c]||d2[row-c+n])continue;
      cols[c]=d1[row+c]=d2[row-c+n]=1;
      place(row+1);
      cols[c]=d1[row+c]=d2[row-c+n]=0;
    }
  }
  place(0);
  return found;
}`

const SIEVE = `function primes(limit){
  var composite=new Uint8Array(limit+1),list=[];
  for(var n=2;n<=limit;n++){
    if(composite[n])continue;
    list.push(n);
    for(var m=n*n;m<=limit;m+=n)composite[m]=1;
  }
  return list.length;
}`

const CSV = `// fields of a line, in quotes or not
function fields(line){
  var out=[],field='',quoted=false;
  for(var i=0;i<line.length;i++){
    var c=line[i];
    if(quoted){
      if(c=='"')quoted=false;else field+=c;
    }else if(c=='"')quoted=true;
    else if(c==','){out.push(field);field='';}
    else field+=c;
  }
  out.push(field);
  return out;
}`

const PANES = `class Panes{
  constructor(count,size,emit){this.size=size;this.emit=emit;this.at=0;this.end=size;this.n=[];this.s=[];
    for(var i=0;i<count;i++){this.n.push(0);this.s.push(0.5);}}
  process(t,v){
    while(t>=this.end)this.slide();
    this.n[this.at]++;
    this.s[this.at]+=v;
  }
  slide(){
    var n=0,s=0;
    for(var k of this.n)n+=k;
    for(var x of this.s)s+=x;
    if(n)this.emit(this.end,s/n);
    this.at=(this.at+1)%this.n.length;
    this.n[this.at]=0;this.s[this.at]=0;
    this.end+=this.size;
  }
}
var means=0,alarms=0;
var panes=new Panes(6,500,(t,m)=>{means++;if(m>24)alarms++;});
var time=0;`

const MACHINE = `var states={
  idle:{on:function(e){return e.v>25?'rising':'idle'}},
  rising:{on:function(e){if(e.v>30)return 'high';return e.v<20?'idle':'rising'}},
  high:{on:function(e){if(e.v<28){log.push({from:'high',at:e.t});if(log.length>4)log.shift();return 'idle'}return 'high'}}
};
var log=[],state='idle',changes=0;
function feed(e){var next=states[state].on(e);if(next!==state){changes++;state=next}}`

const MATRIX = `function multiply(a,b,n){
  var c=[];
  for(let i=0;i<n;i++){
    const row=[];
    for(let j=0;j<n;j++){
      let sum=0;
      for(let k=0;k<n;k++)sum+=a[i][k]*b[k][j];
      row.push(sum);
    }
    c.push(row);
  }
  return c;
}`

export const PROGRAMS: readonly Snippet[] = [
  snippet('quicksort of 24', 'var a=[];for(var k=0;k<24;k++)a.push(k*37%101);sort(a,0,23);', '', QUICKSORT, 2),
  snippet('mandelbrot of 8 by 6', 'mandel(8,6);', '', MANDELBROT, 1),
  snippet('five queens', 'queens(5);', '', QUEENS, 1),
  snippet('primes up to 60', 'primes(60);', '', SIEVE, 2),
  snippet('csv line', `f=fields('m1,1690000000123,"23,5",ok');`, 'var f;', CSV, 3),
  snippet('pane pipeline', 'for(var k=0;k<20;k++){time+=100;panes.process(time,20+(k*7)%13);}', '', PANES, 4),
  snippet('state machine', 'for(var k=0;k<10;k++)feed({t:k,v:18+(k*5)%17});', '', MACHINE, 4),
  snippet('matrix product of 4', 'multiply(m,m,4);', 'var m=[[1,2,3,4],[5,6,7,8],[9,1,2,3],[4,5,6,7]];', MATRIX, 2),
]
