/** Arguments of `setWatch` and `clearWatch`: as measured, and the button's own, which Linux does not have. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measured } from '../../golden/measured.ts'
import { Interpreter } from '../../interpreter.ts'
import { bool, float, Obj, Pin, str, type Value } from '../../values.ts'
import { watchOptions } from './watch-options.ts'

const TRY = 'function t(f){try{print(f())}catch(e){print(e.toString())}}'

measured('watches: whatever is given', [
  [
    'callbacks and pins',
    `
    ${TRY}
    t(()=>setWatch(null,D5));t(()=>setWatch({},D5));t(()=>setWatch([],D5));t(()=>setWatch("",D5));t(()=>setWatch(print,-1));t(()=>setWatch(print,[D5]));
    t(()=>setWatch(print,undefined));t(()=>setWatch(print,"D4"));t(()=>setWatch(print,5));t(()=>setWatch(true,D5));t(()=>setWatch(5,"x"));
    `,
    `
    Error: Function or String not supplied!
    Error: Function or String not supplied!
    Error: Function or String not supplied!
    1
    ERROR: Invalid pin
    undefined
    ERROR: Invalid pin
    undefined
    ERROR: Invalid pin
    undefined
    2
    3
    Error: Function or String not supplied!
    ERROR: Invalid pin
    undefined
    `,
  ],
  [
    'edges: names, and the sign of what counts as a number',
    `
    ${TRY}
    [1.7,"Rising",true,false,null,"1",D3,-0.5,NaN,-3,[],"rising","both",""].forEach(e=>t(()=>setWatch(print,D5,{edge:e})));
    t(()=>setWatch(print,D5,5));t(()=>setWatch(print,D5,"x"));t(()=>setWatch(print,D5,[]));t(()=>setWatch(print,D5,{foo:1}));
    `,
    `
    1
    TypeError: 'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'
    2
    3
    TypeError: 'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'
    TypeError: 'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'
    4
    5
    6
    7
    TypeError: 'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'
    8
    9
    TypeError: 'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'
    10
    11
    12
    13
    `,
  ],
  [
    'numbers of watches: of any kind, no texts',
    `
    ${TRY}
    [1,1.0,true,D1,0.5*2,"1",1.5,null,[1],NaN,{},"",0,-1,2].forEach(x=>{setWatch(print,D4,true);t(()=>clearWatch(x));clearWatch()});
    setWatch(print,D4);t(()=>clearWatch(1,2));t(()=>clearWatch(1));
    `,
    `
    undefined
    undefined
    undefined
    undefined
    undefined
    Error: Unknown Watch 1
    Error: Unknown Watch 1.5
    Error: Unknown Watch null
    Error: Unknown Watch 1
    Error: Unknown Watch NaN
    Error: Unknown Watch [object Object]
    Error: Unknown Watch 
    Error: Unknown Watch 0
    Error: Unknown Watch -1
    Error: Unknown Watch 2
    undefined
    Error: Unknown Watch 1
    `,
  ],
  [
    'numbers of timers are taken the same way',
    `
    ${TRY}
    [true,1.0,D1,"1",null].forEach(x=>{var n=0;setTimeout(()=>n++,5);t(()=>clearTimeout(x));clearTimeout()});
    `,
    `
    undefined
    undefined
    undefined
    undefined
    undefined
    `,
  ],
  [
    'what is kept of the options',
    `
    ["repeat:\\"x\\",debounce:\\"5\\"","debounce:D3,edge:true","debounce:true,edge:D3","debounce:null,edge:false","repeat:[],debounce:1e9,edge:-0.5","repeat:\\"\\",debounce:Infinity","debounce:NaN,edge:NaN","debounce:-1,edge:-7","debounce:0.0009"].forEach(o=>{
      setWatch(print,D4,eval("({"+o+"})"));
      var w=global["\\xff"].watches.pop();delete w.state;delete w.cb;delete w.pin;print(o,JSON.stringify(w));
    });
    `,
    `
    repeat:"x",debounce:"5" {"recur":true,"debounce":5000}
    debounce:D3,edge:true {"debounce":3000,"edge":1}
    debounce:true,edge:D3 {"debounce":1000,"edge":1}
    debounce:null,edge:false {}
    repeat:[],debounce:1e9,edge:-0.5 {"recur":true,"debounce":-727379968}
    repeat:"",debounce:Infinity {"debounce":0}
    debounce:NaN,edge:NaN {}
    debounce:-1,edge:-7 {"edge":-1}
    debounce:0.0009 {"debounce":0}
    `,
  ],
])

const vm = new Interpreter({
  print: () => undefined,
  now: () => 0,
  wall: () => 0,
  setWall: () => undefined,
  random: () => 0,
  enqueue: () => undefined,
})

function given(members: Readonly<Record<string, Value>>): Obj {
  const made = new Obj()
  for (const [name, value] of Object.entries(members)) made.put(name, value)
  return made
}

describe('options', () => {
  const PLAIN = { repeat: false, debounce: undefined, edge: 0, irq: false, data: -1 }
  const BUTTON = { ...PLAIN, debounce: 25_000, edge: 1 }

  test.each([
    // pin, given                                            options
    [4, undefined, PLAIN],
    [4, bool(true), { ...PLAIN, repeat: true }],
    [4, str('x'), { ...PLAIN, repeat: true }],
    [4, given({}), PLAIN],
    [4, given({ data: new Pin(5), irq: 1 }), { ...PLAIN, data: 5, irq: true }],
    [4, given({ data: str('D40') }), PLAIN],
    [0, undefined, BUTTON],
    [0, given({ repeat: 1 }), { ...BUTTON, repeat: true }],
    [0, given({ debounce: 0 }), { ...BUTTON, debounce: undefined }],
    [0, given({ edge: str('both'), debounce: 5 }), { ...BUTTON, edge: 0, debounce: 5000 }],
    [4, given({ edge: str('up') }), undefined],
  ])('of pin %d, %o', (pin, value, options) => {
    expect(watchOptions(vm, value, pin)).toEqual(options)
  })

  test('a debounce time is whole microseconds in 32 bits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e7, noNaN: true }), (ms) => {
        const { debounce } = watchOptions(vm, given({ debounce: float(ms) }), 4)!
        expect(debounce).toBe(Number(BigInt.asIntN(32, BigInt(Math.trunc(ms * 1000)))))
      }),
      { seed: 3 },
    )
  })
})
