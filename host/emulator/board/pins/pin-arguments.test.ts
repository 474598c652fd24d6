/** What natives of pins make of every kind of argument: texts and errors of the real interpreter. */
import { measured } from '../../golden/measured.ts'

const TRY = 'function t(f){try{print(f())}catch(e){print(e.toString())}}'

measured('pins: whatever is given for a pin', [
  [
    'writing',
    `
    ${TRY}
    t(()=>digitalWrite([D2,"x"],1));t(()=>digitalWrite([],1));t(()=>digitalWrite([D2,[D3]],1));t(()=>digitalWrite(new Uint8Array([1,2]),1));
    t(()=>digitalWrite(null,1));t(()=>digitalWrite(true,1));t(()=>digitalWrite(print,1));t(()=>digitalWrite("D2","x"));t(()=>digitalWrite(-1,1));
    `,
    `
    Error: Invalid pin
    undefined
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    undefined
    Error: Invalid pin
    `,
  ],
  [
    'reading',
    `
    ${TRY}
    t(()=>digitalRead([D2,"x"]));t(()=>digitalRead([D2,undefined]));t(()=>digitalRead(new Uint8Array([1])));t(()=>digitalRead([{read:()=>1}]));
    t(()=>digitalRead(true));t(()=>digitalRead(null));t(()=>digitalRead(-1));t(()=>digitalRead(()=>1));t(()=>digitalRead(40));
    `,
    `
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    `,
  ],
  [
    'modes',
    `
    ${TRY}
    t(()=>pinMode("D5","input"));t(()=>pinMode(5,"input"));t(()=>pinMode([D5],"input"));t(()=>getPinMode([D5]));t(()=>getPinMode("D5"));
    t(()=>pinMode("x","input"));t(()=>D5.mode());t(()=>D5.mode("foo"));t(()=>D5.getMode());
    `,
    `
    undefined
    undefined
    Error: Invalid pin
    Error: Invalid pin
    input
    Error: Invalid pin
    undefined
    Error: Unknown pin mode
    input
    `,
  ],
  [
    'pulses',
    `
    ${TRY}
    t(()=>digitalPulse("x",1,5));t(()=>digitalPulse([D5],1,5));t(()=>digitalPulse(undefined,1,1));t(()=>digitalPulse(D5,"x",1));t(()=>digitalPulse("D5",1,1));
    `,
    `
    Error: Invalid pin
    Error: Invalid pin
    Error: Invalid pin
    undefined
    undefined
    `,
  ],
  [
    'an analog output takes any value and any options',
    `
    ${TRY}
    t(()=>analogWrite(D5));t(()=>analogWrite(D5,0.5));t(()=>analogWrite(D5,0.5,{freq:100}));t(()=>analogWrite(D5,0.5,{foo:1}));t(()=>analogWrite(D5,0.5,5));
    t(()=>analogWrite(D5,"x"));t(()=>analogWrite("D5",0.5));t(()=>D5.pwm());t(()=>D5.pwm(0.5,{freq:-1}));t(()=>analogWrite(D5,0.5,null));t(()=>analogWrite(5,2));
    `,
    `
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    `,
  ],
])

measured('pins: whatever is given for a value', [
  [
    'levels',
    `
    ${TRY}
    t(()=>digitalWrite(D2));t(()=>digitalWrite(D2,{}));t(()=>digitalWrite(D2,NaN));t(()=>digitalWrite([D1,D2,D3],"5"));t(()=>digitalWrite([D1,D2],{}));
    t(()=>digitalWrite(D1,[1]));t(()=>D1.write());t(()=>D1.write("x"));
    `,
    `
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    `,
  ],
  [
    'modes are texts in small letters',
    `
    ${TRY}
    ["INPUT","",null,{},true,5,[],"af_x"," input"].forEach(m=>t(()=>pinMode(D5,m)));print(getPinMode(D5));
    pinMode(D6,"output");pinMode(D6,undefined);print(getPinMode(D6));D6.mode("auto");print(getPinMode(D6));
    `,
    `
    Error: Unknown pin mode
    Error: Unknown pin mode
    Error: Unknown pin mode
    Error: Unknown pin mode
    Error: Unknown pin mode
    Error: Unknown pin mode
    Error: Unknown pin mode
    Error: Unknown pin mode
    Error: Unknown pin mode
    undefined
    output
    output
    `,
  ],
  [
    'times of a pulse',
    `
    ${TRY}
    t(()=>digitalPulse(D5,1,"x"));t(()=>digitalPulse(D5,1,[]));t(()=>digitalPulse(D5,1,["a"]));t(()=>digitalPulse(D5,1,{}));t(()=>digitalPulse(D5,1,[0]));
    t(()=>digitalPulse(D5,1,true));t(()=>digitalPulse(D5,1,[-1]));t(()=>digitalPulse(D5,1,[NaN]));t(()=>digitalPulse(D5,1,"12"));t(()=>digitalPulse(D5,1,0.001));
    t(()=>digitalPulse(D5,1,{data:[1],count:2}));t(()=>digitalPulse(D5,1,D1));t(()=>digitalPulse(D5,1,[true,"2",null]));t(()=>digitalPulse(D5,1,new ArrayBuffer(2)));
    t(()=>D5.pulse(1));t(()=>D5.pulse());t(()=>D5.pulse(1,-1));t(()=>D5.pulse(1,/x/));
    `,
    `
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    undefined
    Error: Expecting Number or Array, got undefined
    Error: Expecting Number or Array, got undefined
    Error: Pulse Time is less than 0 or not a number
    undefined
    `,
  ],
  [
    'objects that read and write',
    `
    ${TRY}
    t(()=>digitalWrite({write:5},1));t(()=>digitalRead({read:5}));t(()=>digitalRead({read:()=>undefined}));t(()=>digitalRead({read:()=>true}));t(()=>digitalRead({read:()=>1.9}));
    t(()=>digitalRead({read:()=>{throw "x"}}));t(()=>digitalRead({read(){return this.v},v:9}));t(()=>digitalWrite({write(x){print(arguments.length,x,this.v)},v:9},"12"));
    class P{write(x){print("P",x)}read(){return 3}}
    t(()=>digitalWrite(new P(),7));t(()=>digitalRead(new P()));t(()=>digitalWrite({write:x=>x},1));t(()=>digitalRead({write:print}));
    `,
    `
    Error: Invalid pin
    Error: Invalid pin
    0
    1
    1
    x
    9
    1 12 9
    undefined
    P 7
    undefined
    3
    undefined
    Error: Invalid pin
    `,
  ],
])

measured('pins: what they are', [
  [
    'numbers with a name',
    `
    ${TRY}
    t(()=>Object.keys(D5));t(()=>D5.x=1);t(()=>D5.x);t(()=>D5.toString());t(()=>D5.valueOf());t(()=>[D5].indexOf(5));t(()=>[5].indexOf(D5));
    t(()=>D5<D6);t(()=>-D5);t(()=>D0?1:2);t(()=>!D0);t(()=>D5=="D5");t(()=>D5==="D5");t(()=>D5==new Pin(5));t(()=>D5+1.5);t(()=>D5*D2);t(()=>D5++);
    t(()=>parseInt(D5));t(()=>Number(D5));t(()=>String(D5));t(()=>D5.length);t(()=>Math.max(D5,3));t(()=>[1,2,3,4,5,6][D5]);t(()=>new Uint8Array([D5,D6]));
    `,
    `
    [  ]
    Error: Field or method "x" does not already exist, and can't create it on Pin
    undefined
    D5
    D5
    0
    0
    true
    -5
    1
    false
    false
    false
    true
    6.5
    10
    Error: Unable to assign value to non-reference Pin
    5
    D5
    D5
    undefined
    5
    undefined
    new Uint8Array([5, 6])
    `,
  ],
  [
    'in objects, arrays, texts and bit operations',
    `
    var o={};o[D5]=1;print(o,o[5],o["D5"],E.toJS({p:D5}),JSON.stringify([D5]));
    var s={};[D1,D2].forEach(p=>{s[p]=p});print(s,s.D1===D1,[D3,D1,D2].sort(),[D10,D9].sort());
    print(D1.constructor===Pin,D1 instanceof Object,"p"+D1,D1+D2,D1-D2,D1&3,~D1,D1<<2,E.getSizeOf([D5]));
    switch(D5){case 5:print("five");break;default:print("other")}
    `,
    `
    { "D5": 1 } undefined 1 {p:D5} ["D5"]
    { "D1": D1, "D2": D2 } true [ D1, D2, D3 ] [ D10, D9 ]
    true false pD1 3 -1 1 -2 4 3
    five
    `,
  ],
  [
    'made from names and numbers',
    `
    ${TRY}
    t(()=>new Pin("D05"));t(()=>new Pin("d5"));t(()=>new Pin(" D5"));t(()=>new Pin("D5 "));t(()=>new Pin("5"));t(()=>new Pin(-1));t(()=>new Pin([5]));
    t(()=>new Pin({}));t(()=>new Pin("D31"));t(()=>new Pin("A0"));t(()=>Pin());t(()=>typeof Pin);t(()=>Pin);t(()=>Pin(D3)===D3);
    `,
    `
    D5
    Pin: {  }
    Pin: {  }
    Pin: {  }
    Pin: {  }
    Pin: {  }
    Pin: {  }
    Pin: {  }
    D31
    Pin: {  }
    undefined
    function
    function () { [native code] }
    true
    `,
  ],
  [
    'without methods of their own to take away',
    `
    ${TRY}
    t(()=>Pin.prototype);t(()=>Pin.prototype.read);t(()=>Pin.prototype.read());t(()=>D5.nothing());t(()=>D5.writeAtTime(1,getTime()));
    `,
    `
    {  }
    undefined
    Error: Function "read" not found!
    Error: Function "nothing" not found!
    Error: Function "writeAtTime" not found!
    `,
  ],
])

measured('shiftOut: whatever is given', [
  [
    'data',
    `
    ${TRY}
    t(()=>shiftOut());t(()=>shiftOut(D5));t(()=>shiftOut(D5,{}));t(()=>shiftOut(D5,{clk:D6},{data:[1],count:3}));t(()=>shiftOut(D5,{clk:D6},{}));
    t(()=>shiftOut(D5,{clk:D6},"ab"));t(()=>shiftOut(D5,{clk:D6},()=>1));t(()=>shiftOut(D5,{clk:D6},[[1],["x",{data:2,count:2}]]));t(()=>shiftOut(D5,{clk:D6},null));
    `,
    `
    TypeError: Expecting Number or iterable, got undefined
    TypeError: Expecting Number or iterable, got undefined
    TypeError: Expecting Number or iterable, got undefined
    undefined
    TypeError: If specifying an object, it must be of the form {data : ..., count : N} or {callback : fn} - got {  }
    undefined
    undefined
    undefined
    TypeError: Expecting Number or iterable, got null
    `,
  ],
  [
    'pins and options',
    `
    ${TRY}
    t(()=>shiftOut(D5,{clk:"x"},1));t(()=>shiftOut("x",{clk:D6},1));t(()=>shiftOut([],{clk:D6},1));t(()=>shiftOut([D5,"x"],{},1));t(()=>shiftOut(D5,null,1));t(()=>shiftOut(D5,"x",1));
    t(()=>shiftOut(D5,[],1));t(()=>shiftOut(D5,{repeat:"x"},1));t(()=>shiftOut(D5,{repeat:-1},1));t(()=>shiftOut(D5,{clkPol:"x"},1));t(()=>shiftOut(D5,{clk:D6,CLK:1},1));
    `,
    `
    undefined
    undefined
    undefined
    undefined
    Error: Expecting Object or undefined, got null
    Error: Expecting Object or undefined, got String
    Error: Expecting Object or undefined, got Array
    undefined
    undefined
    undefined
    Error: Unknown option "CLK"
    `,
  ],
])
