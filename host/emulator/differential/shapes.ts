/**
 * Shapes that firmware is made of: classes, modules of state, buffers that hold a stream, timers, promises, events,
 * Storage. Each is one statement that defines something and uses it.
 */
import { Statements } from './statements.ts'
import { tree, type Tree } from './tree.ts'

export abstract class Shapes extends Statements {
  /** Whether the program has timers already: those of two shapes could be due together, and the real clock decides. */
  protected timed = false

  protected shape(): Tree {
    const waiting = [() => this.timers(), () => this.interval(), () => this.promises()]
    if (!this.timed && this.chance(0.2)) {
      this.timed = true
      return this.one(waiting)
    }
    return this.one([
      () => this.classUse(),
      () => this.classUse(),
      () => this.accessors(),
      () => this.ring(),
      () => this.panes(),
      () => this.frame(),
      () => this.views(),
      () => this.queue(),
      () => this.holes(),
      () => this.module(),
      () => this.recursion(),
      () => this.storage(),
      () => this.events(),
      () => this.dates(),
      () => this.inherit(),
    ])
  }

  private classUse(): Tree {
    const name = this.fresh('V')
    const derived = this.chance(0.4)
    const head = derived ? `class ${name}B{constructor(){this.b=1;}base(){return this.b+1;}who(){return "base"}}` : ''
    const field = this.chance(0.3) ? 'z=5;' : ''
    const fixed = this.chance(0.3) ? `static make(x){return new ${name}(x)}` : ''
    const getter = this.chance(0.4) ? 'get w(){return this.v+1}set w(x){this.v=x}' : ''
    const extra = derived ? `who(){return "derived "+super.who()}` : ''
    const uses = [
      'print(o.get(),o.v,Object.keys(o));',
      fixed && `print(${name}.make(3).get());`,
      getter && 'o.w=7;print(o.w,o.v);',
      derived && `print(o.base(),o.who(),o instanceof ${name}B);`,
      this.pick(['print(o);', `print(o instanceof ${name});`, 'print(JSON.stringify(o));', '']),
    ].filter(Boolean)
    return this.statement(
      `${head}class ${name}${derived ? ` extends ${name}B` : ''}{${field}constructor(v){${derived ? 'super();' : ''}this.v=v;}${fixed}${getter}${extra}get(){return `,
      this.scoped(() => this.number()),
      ';}}',
      `{let o=new ${name}(`,
      this.number(),
      `);${uses.join('')}}`,
    )
  }

  private accessors(): Tree {
    const name = this.fresh()
    this.names.object.push(name)
    return this.statement(
      `var ${name}={_v:`,
      this.number(1),
      `,get a(){return this._v},set a(x){this._v=x*2}};${name}.a=`,
      this.number(1),
      `;${this.pick([`${name}.a+=1;`, `${name}.a++;`, ''])}print(${name}.a,${name});`,
    )
  }

  private inherit(): Tree {
    const name = this.fresh('V')
    return this.statement(
      `function ${name}(x){this.x=x;}${name}.prototype.get=function(d){return this.x+d};${name}.prototype.k=`,
      this.value(1),
      `;{let o=new ${name}(`,
      this.number(1),
      `);print(o.get(1),o.k,o.hasOwnProperty("k"),o.constructor===${name});for(var j in o)print(j);}`,
    )
  }

  /** A circular buffer of the last values. */
  private ring(): Tree {
    const name = this.fresh()
    const type = this.pick(['Float64Array', 'Int16Array', 'Uint8Array', 'Float32Array'])
    this.names.typed.push(name)
    return this.statement(
      `const ${name}=new ${type}(4);let ${name}i=0;function ${name}p(x){${name}[${name}i++&3]=x;const m=E.sum(${name})/4;return E.variance(${name},m)/4}`,
      `for(let i=0;i<6;i++)print(${name}p(i*`,
      this.number(1),
      `),${name});`,
    )
  }

  /** Windows of a stream with lateness, as an aggregating stage keeps them. */
  private panes(): Tree {
    const name = this.fresh()
    return this.statement(
      `let ${name}=-9007199254740991;const ${name}n=new Uint32Array(3),${name}s=new Float64Array(3).fill(-1/0);`,
      `for(const t of [0,500,1200,300,`,
      this.integer(1),
      `]){const w=(t-0)%1000;let s=w<0?t-w-1000:t-w,e=s/1000%3;e<0&&(e+=3);if(${name}s[e]===s||s>${name}){if(${name}s[e]!==s){${name}s[e]=s;${name}n[e]=0}${name}n[e]++;t>${name}&&(${name}=t)}else print("late",t)}print(${name},${name}n,${name}s);`,
    )
  }

  /** A line with a check sum, taken apart as a link does. */
  private frame(): Tree {
    const name = this.fresh()
    return this.statement(
      `function ${name}(n){const t=n.length-9,e=n.substr(1,t-1);return t>0&&"*"===n[t]&&E.CRC32(e)===parseInt(n.substr(t+1),16)?e:""}`,
      `{const s=JSON.stringify(`,
      this.value(1),
      `),h=("0000000"+E.CRC32(s).toString(16)).substr(-8),f="~"+s+"*"+h;let x;try{x=JSON.parse(${name}(f))}catch{x="bad"}print(f,x);}`,
    )
  }

  /** Several views on one buffer. */
  private views(): Tree {
    const name = this.fresh()
    this.names.typed.push(`${name}b`)
    return this.statement(
      `const ${name}=new ArrayBuffer(16),${name}b=new ${this.pick(['Uint8Array', 'Int16Array', 'Uint32Array'])}(${name}),${name}f=new Float64Array(${name},8,1),${name}d=new DataView(${name},4);${name}f[0]=`,
      this.number(1),
      `;${name}d.setInt32(0,`,
      this.number(1),
      `,true);print(${name}b,${name}f[0],${name}d.getUint8(1),E.toString(${name}b).length);`,
    )
  }

  private queue(): Tree {
    const name = this.fresh()
    this.names.array.push(name)
    return this.statement(
      `let ${name}=[];for(let i=0;i<5;i++){${name}.push({t:i,v:`,
      this.number(1),
      `});if(${name}.length>3)${name}.shift();}${name}=${name}.map(e=>e.v).filter(v=>v==v);print(${name}.length,${name});`,
    )
  }

  /** An array with holes; in code that is skipped these are errors of syntax for the real interpreter. */
  private holes(): Tree {
    const name = this.fresh()
    this.names.array.push(name)
    return this.statement(`var ${name}=${this.pick(['[1,,3]', '[,,2]', '["a",,]', '[1,,3,,5]'])};print(${name});`)
  }

  /** A module of private state. */
  private module(): Tree {
    const name = this.fresh()
    return this.statement(
      `var ${name}=(function(){var n=0,log=[];return{add:function(x){n+=x;log.push(x);return this},sum:()=>n,log:log}})();print(${name}.add(`,
      this.number(1),
      `).add(`,
      this.number(1),
      `).sum(),${name}.log,${name});`,
    )
  }

  private recursion(): Tree {
    const name = this.fresh()
    return this.statement(
      this.pick([
        `function ${name}(n){return n<2?n:${name}(n-1)+${name}(n-2)}print(${name}(7));`,
        `function ${name}(a){if(!Array.isArray(a))return 1;let s=0;for(const x of a)s+=${name}(x);return s}print(${name}([1,[2,[3,4]],5]));`,
        `var ${name}=o=>typeof o=="object"?Object.keys(o).map(k=>k+":"+${name}(o[k])).join():""+o;print(${name}({a:{b:1},c:[2]}));`,
      ]),
    )
  }

  private storage(): Tree {
    const file = `f${this.below(3)}`
    return this.statement(
      'var st=require("Storage");',
      this.pick([
        `print(st.write("${file}","hello world, this is a file"),st.read("${file}"),st.read("${file}",6,5));`,
        `st.writeJSON("${file}",{a:[1,2],b:"x"});print(st.readJSON("${file}",1).a,st.list());`,
        `st.write("${file}","ab",0,4);st.write("${file}","cd",2);print(st.read("${file}"),E.CRC32(st.read("${file}")));`,
        `print(st.read("nofile"),st.readJSON("nofile",1));st.erase("${file}");`,
        `st.write("${file}",new Uint8Array([1,2,3]));print(new Uint8Array(st.readArrayBuffer("${file}")));`,
        `st.write("${file}","function g(a){return a*2}g");var g=eval(st.read("${file}"));print(g(4));`,
        `{let l=st.open("log","a");l.write("x,1\\ny,2\\n");let r=st.open("log","r");print(r.readLine(),r.getLength());st.open("log","r").erase();}`,
      ]),
    )
  }

  /** Timers fire in the order in which they are made, since a late pass does not sort them (FACTS 6). */
  private timers(): Tree {
    const name = this.fresh()
    const fault = this.pick(['', '', 'undefined.x;', 'nowhere();', 'throw "t";'])
    return this.statement(
      this.pick([
        `setTimeout(function(a){print("late",a);${fault}},2,`,
        `var ${name}=setTimeout(a=>{print("arrow",a);${fault}},1,`,
        `setTimeout(function(){setTimeout(()=>{print("inner");${fault}},3);},1,`,
        `var ${name}=setTimeout(print,1,"never");clearTimeout(${name});setTimeout(print,2,`,
        `setTimeout("print('text',typeof ${name})",1,`,
      ]),
      this.value(2),
      ');',
    )
  }

  private interval(): Tree {
    const name = this.fresh()
    return this.statement(
      `var ${name}n=0,${name}=setInterval(function(){print("tick",++${name}n);if(${name}n==2)${this.pick([
        `clearInterval(${name})`,
        `{changeInterval(${name},3);${name}n=5;}`,
        `throw new Error("stop")`,
      ])};if(${name}n>3)clearInterval(${name});},2);`,
    )
  }

  private promises(): Tree {
    const then = this.pick([
      '.then(x=>{print("then",x);return x})',
      '.then(x=>{throw x})',
      '.then(print,print)',
      '.catch(print)',
    ])
    const again = this.pick(['.then(x=>print(typeof x))', '.catch(e=>print("caught",e))', '', '.then(()=>nowhere())'])
    return this.one([
      () => this.statement('Promise.resolve(', this.value(2), `)${then}${again};`),
      () => this.statement('Promise.reject(', this.value(2), `)${then}${again};`),
      () => this.statement('new Promise((ok,no)=>{setTimeout(ok,1,', this.value(2), `);})${then}${again};`),
      () => this.statement('new Promise(function(ok,no){no(', this.value(2), `);})${then}${again};`),
      () =>
        this.statement('Promise.all([1,Promise.resolve(', this.number(2), `),new Promise(r=>r(3))])${then}${again};`),
    ])
  }

  private events(): Tree {
    const name = this.fresh()
    return this.statement(
      `var ${name}={};${name}.on("ev",function(x,y){print("ev",x,y)});${this.pick([
        `${name}.on("ev",()=>{nowhere()});`,
        `${name}.prependListener("ev",x=>print("first",x));`,
        `${name}.removeAllListeners("ev");`,
        '',
      ])}${name}.emit("ev",`,
      this.value(2),
      ');',
    )
  }

  private dates(): Tree {
    return this.statement(
      `{let d=new Date(${this.pick(['0', '1700000000000', '2020,1,29,12', '"2021-03-04T05:06:07Z"', '1e12', '86399999'])});print(`,
      this.pick([
        'd.getTime()',
        'd.toISOString()',
        'd.getDay(),d.getDate(),d.getMonth()',
        'd.toString()',
        'JSON.stringify(d)',
        'd.getFullYear(),d.getMilliseconds()',
      ]),
      ');}',
    )
  }

  protected printAll(): Tree {
    const all = [...this.names.number, ...this.names.fixed, ...this.names.text, ...this.names.array]
    return tree('statement', `print(${all.map((name) => `typeof ${name}`).join(',')});`)
  }
}
