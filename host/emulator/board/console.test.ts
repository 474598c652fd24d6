/**
 * The console as a whole (FACTS 5.1, 5.2): what comes back, byte by byte, for what is typed. Measured with echo on, each
 * input sent when the answer to the one before had ended.
 */
import { sessions } from '../golden/measured.ts'

sessions('lines and answers (FACTS 5.1)', [
  [
    'a result, text in quotes',
    [
      ['1+2\n', '1+2\r\n=3\r\n>'],
      ['"text"\n', '"text"\r\n="text"\r\n>'],
      ['undefined\n', 'undefined\r\n=undefined\r\n>'],
      ['null\n', 'null\r\n=null\r\n>'],
    ],
  ],
  [
    'an empty line answers with a prompt',
    [
      ['\n', '\r\n>'],
      ['\n\n', '\r\n>'],
    ],
  ],
  [
    'CR, LF and CRLF end a line',
    [
      ['1\r', '1\r\n=1\r\n>'],
      ['2\n', '2\r\n=2\r\n>'],
      ['3\r\n', '3\r\n=3\r\n>'],
      ['4', '4'],
      ['\r\n', '\r\n=4\r\n>'],
    ],
  ],
  [
    'statements have results, too',
    [
      ['var a=5\n', 'var a=5\r\n=5\r\n>'],
      ['a\n', 'a\r\n=5\r\n>'],
      ['var b\n', 'var b\r\n=undefined\r\n>'],
      ['function f(){}\n', 'function f(){}\r\n=function () {}\r\n>'],
      ['if(1)2\n', 'if(1)2\r\n=2\r\n>'],
      ['for(var i=0;i<2;i++);\n', 'for(var i=0;i<2;i++);\r\n=undefined\r\n>'],
    ],
  ],
  [
    'several statements in a line',
    [
      ['1;2;3\n', '1;2;3\r\n=3\r\n>'],
      ['var x=1;x+1\n', 'var x=1;x+1\r\n=2\r\n>'],
      ['print(1);2\n', 'print(1);2\r\n1\r\n=2\r\n>'],
    ],
  ],
  ['white space around', [['   1+1   \n', '   1+1   \r\n=2\r\n>']]],
  [
    'lines continue while brackets are open',
    [
      ['(1+\n', '(1+\r\n:'],
      ['2)\n', '2)\r\n=3\r\n>'],
      ['[1,\n', '[1,\r\n:'],
      ['2\n', '2\r\n:'],
      [']\n', ']\r\n=[ 1, 2 ]\r\n>'],
    ],
  ],
  [
    'blocks over several lines',
    [
      ['function f(a){\n', 'function f(a){\r\n:'],
      ['return a*2;\n', 'return a*2;\r\n:'],
      ['}\n', '}\r\n=function (a) { ... }\r\n>'],
      ['f(4)\n', 'f(4)\r\n=8\r\n>'],
    ],
  ],
  [
    'an open string is not continued',
    [
      [
        '"abc\n',
        '"abc\r\nUncaught SyntaxError: Got UNFINISHED STRING expected EOF\r\n    at REPL (:1:1)\r\n"abc\r\n^\r\n>',
      ],
      [
        "'abc\n",
        "'abc\r\nUncaught SyntaxError: Got UNFINISHED STRING expected EOF\r\n    at REPL (:1:1)\r\n'abc\r\n^\r\n>",
      ],
    ],
  ],
  [
    'an open template and an open comment are',
    [
      ['`a\n', '`a\r\n:'],
      ['b`\n', 'b`\r\n="a\\nb"\r\n>'],
      ['/* a\n', '/* a\r\n:'],
      ['b */ 5\n', 'b */ 5\r\n=5\r\n>'],
    ],
  ],
  [
    'too many closing brackets end the line',
    [
      ['1)\n', "1)\r\nUncaught SyntaxError: Got ')' expected EOF\r\n    at REPL (:1:2)\r\n1)\r\n ^\r\n>"],
      ['}\n', "}\r\nUncaught SyntaxError: Got '}' expected EOF\r\n    at REPL (:1:1)\r\n}\r\n^\r\n>"],
    ],
  ],
  [
    'the same line again',
    [
      ['1\n', '1\r\n=1\r\n>'],
      ['1\n', '1\r\n=1\r\n>'],
    ],
  ],
])

sessions('results are abbreviated', [
  [
    'long texts',
    [
      ['"x".repeat(60)\n', '"x".repeat(60)\r\n="xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"\r\n>'],
      ['"x".repeat(61)\n', '"x".repeat(61)\r\n="xxxxxxxxxxxxxxxxxxxxxxxxxxx" ... "xxxxxxxxxxxxxxxxxxxxxxxxxxx"\r\n>'],
      [
        '"abc".repeat(40)\n',
        '"abc".repeat(40)\r\n="abcabcabcabcabcabcabcabcabc" ... "abcabcabcabcabcabcabcabcabc"\r\n>',
      ],
    ],
  ],
  [
    'long arrays',
    [
      [
        '[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]\n',
        '[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]\r\n=[ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 ]\r\n>',
      ],
      [
        '[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]\n',
        '[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]\r\n=[ 1, 2, 3, 4, 5,  ... 12, 13, 14, 15, 16 ]\r\n>',
      ],
      ['new Uint8Array(20)\n', 'new Uint8Array(20)\r\n=new Uint8Array(20)\r\n>'],
      [
        'new Uint8Array(20).fill(7)\n',
        'new Uint8Array(20).fill(7)\r\n=new Uint8Array([7, 7, 7, 7, 7,  ... 7, 7, 7, 7, 7])\r\n>',
      ],
    ],
  ],
  [
    'objects without quotes around names',
    [
      ['({a:1,b:"x"})\n', '({a:1,b:"x"})\r\n={ a: 1, \r\n  b: "x"\r\n }\r\n>'],
      [
        '({"a b":1,c:{d:[1,{e:2}]}})\n',
        '({"a b":1,c:{d:[1,{e:2}]}})\r\n={ "a b": 1, \r\n  c: { \r\n    d: [ 1, \r\n      { e: 2 }\r\n     ]\r\n   }\r\n }\r\n>',
      ],
      ['[{a:1},{b:2}]\n', '[{a:1},{b:2}]\r\n=[ \r\n  { a: 1 }, \r\n  { b: 2 }\r\n ]\r\n>'],
    ],
  ],
  [
    'functions without their bodies',
    [
      ['function f(a){return a+1}\n', 'function f(a){return a+1}\r\n=function (a) { ... }\r\n>'],
      ['f\n', 'f\r\n=function (a) { ... }\r\n>'],
      ['print\n', 'print\r\n=function () { [native code] }\r\n>'],
      ['(a)=>a\n', '(a)=>a\r\n=function (a) { ... }\r\n>'],
      ['({f:function(){return 1}})\n', '({f:function(){return 1}})\r\n={ \r\n  f: function () { ... }\r\n }\r\n>'],
    ],
  ],
  [
    'others',
    [
      ['new Date(0)\n', 'new Date(0)\r\n=Date: Thu Jan 1 1970 00:00:00 GMT+0000\r\n>'],
      ['/a+/g\n', '/a+/g\r\n=RegExp: { \r\n  source: "a+", \r\n  flags: "g", \r\n  lastIndex: 0 }\r\n>'],
      ['new Error("x")\n', 'new Error("x")\r\n=Error: Error: x\r\n>'],
      ['D5\n', 'D5\r\n=D5\r\n>'],
      ['Math\n', 'Math\r\n=function () { [native code] }\r\n>'],
      ['new ArrayBuffer(2)\n', 'new ArrayBuffer(2)\r\n=new ArrayBuffer(2)\r\n>'],
      ['true\n', 'true\r\n=true\r\n>'],
      ['-1.5\n', '-1.5\r\n=-1.5\r\n>'],
    ],
  ],
])

sessions('errors at the console', [
  [
    'a program error, with the place',
    [
      ['nope\n', 'nope\r\nUncaught ReferenceError: "nope" is not defined\r\n    at REPL (:1:1)\r\nnope\r\n^\r\n>'],
      [
        'undefined.x\n',
        "undefined.x\r\nUncaught Error: Can't read property 'x' of undefined\r\n    at REPL (:1:10)\r\nundefined.x\r\n         ^\r\n>",
      ],
      [
        'nope()\n',
        'nope()\r\nUncaught ReferenceError: "nope" is not defined\r\n    at REPL (:1:1)\r\nnope()\r\n^\r\n>',
      ],
      ['throw 5\n', 'throw 5\r\nUncaught 5\r\n>'],
      [
        'throw new Error("mine")\n',
        'throw new Error("mine")\r\nUncaught Error: mine\r\n    at REPL (:1:23)\r\nthrow new Error("mine")\r\n                      ^\r\n>',
      ],
    ],
  ],
  [
    'in functions',
    [
      [
        'function f(){\nreturn undefined.x;\n}\n',
        'function f(){\r\n:return undefined.x;\r\n:}\r\n=function () { ... }\r\n>',
      ],
      [
        'f()\n',
        "f()\r\nUncaught Error: Can't read property 'x' of undefined\r\n    at f (:1:10)\r\nundefined.x;\r\n         ^\r\n    at REPL (:1:3)\r\nf()\r\n  ^\r\n>",
      ],
    ],
  ],
  [
    'syntax errors',
    [
      ['1+\n', '1+\r\nUncaught SyntaxError: Unexpected end of Input\r\n    at REPL (:1:3)\r\n1+\r\n  ^\r\n>'],
      ['(1 2)\n', "(1 2)\r\nUncaught SyntaxError: Got INT expected ','\r\n    at REPL (:1:4)\r\n(1 2)\r\n   ^\r\n>"],
      ['var\n', 'var\r\n=undefined\r\n>'],
    ],
  ],
  [
    'after an error the console goes on',
    [
      ['nope\n', 'nope\r\nUncaught ReferenceError: "nope" is not defined\r\n    at REPL (:1:1)\r\nnope\r\n^\r\n>'],
      ['1+1\n', '1+1\r\n=2\r\n>'],
    ],
  ],
  [
    'caught errors leave nothing on the screen',
    [
      ['try{nope()}catch(e){}\n', 'try{nope()}catch(e){}\r\n=undefined\r\n>'],
      ['try{throw 1}catch(e){print(e)}\n', 'try{throw 1}catch(e){print(e)}\r\n1\r\n=undefined\r\n>'],
    ],
  ],
])

sessions('output of its own accord', [
  [
    'printing brings the prompt back',
    [
      ['print("a")\n', 'print("a")\r\na\r\n=undefined\r\n>'],
      ['print("a");print("b");5\n', 'print("a");print("b");5\r\na\r\nb\r\n=5\r\n>'],
      ['console.log(1,2)\n', 'console.log(1,2)\r\n1 2\r\n=undefined\r\n>'],
    ],
  ],
  [
    'a timer takes the prompt away for its output',
    [['setTimeout(()=>print("late"),20)\n', 'setTimeout(()=>print("late"),20)\r\n=1\r\n>\r\x1b[Jlate\r\n>']],
  ],
  [
    '... and puts back what was typed',
    [
      [
        'setTimeout(()=>print("late"),60)\nab',
        'setTimeout(()=>print("late"),60)\r\n=1\r\n>ab\x1b[D\x1b[D\r\x1b[Jlate\r\n>ab',
      ],
      ['1\n', '1\r\nUncaught ReferenceError: "ab1" is not defined\r\n    at REPL (:1:1)\r\nab1\r\n^\r\n>'],
    ],
  ],
  [
    'an error in a timer',
    [
      [
        'setTimeout(()=>nope(),20)\n',
        'setTimeout(()=>nope(),20)\r\n=1\r\n>\r\x1b[JUncaught ReferenceError: "nope" is not defined\r\n    at :1:1\r\nnope()\r\n^\r\n>',
      ],
    ],
  ],
  [
    'a caught error of the interpreter takes the prompt away and back',
    [
      [
        'setTimeout(()=>{try{nope()}catch(e){}},20)\n',
        'setTimeout(()=>{try{nope()}catch(e){}},20)\r\n=1\r\n>\r\x1b[J>',
      ],
    ],
  ],
  [
    'a caught value of the program does not',
    [['setTimeout(()=>{try{throw 1}catch(e){}},20)\n', 'setTimeout(()=>{try{throw 1}catch(e){}},20)\r\n=1\r\n>']],
  ],
  ['a timer without output is silent', [['setTimeout(()=>1,20)\n', 'setTimeout(()=>1,20)\r\n=1\r\n>']]],
])

sessions('silent lines (FACTS 5.1, 5.2)', [
  [
    'a line that starts with DLE is not echoed and has no result',
    [
      ['\x10 1+1\n', ''],
      ['\x10var a=5\n', ''],
      ['a\n', 'a\r\n=5\r\n>'],
    ],
  ],
  [
    'what it prints is shown, and then a prompt',
    [
      ['\x10print("x")\n', 'x\r\n>'],
      ['\x10print("x");print("y")\n', 'x\r\ny\r\n>'],
    ],
  ],
  [
    'so are its errors',
    [
      ['\x10nope\n', 'Uncaught ReferenceError: "nope" is not defined\r\n    at REPL (:1:1)\r\nnope\r\n^\r\n>'],
      ['\x10throw 5\n', 'Uncaught 5\r\n>'],
    ],
  ],
  [
    'a caught error of the interpreter brings the prompt back, one of the program does not',
    [
      ['\x10try{nope()}catch(e){}\n', '>'],
      ['\x10try{throw 1}catch(e){}\n', ''],
      ['\x10try{throw new Error("x")}catch(e){}\n', ''],
      ['\x10try{JSON.parse("{")}catch(e){}\n', '>'],
      ['\x10new Error("x")\n', ''],
    ],
  ],
  ['many at once', [['\x10var a=1\n\x10var b=2\n\x10print(a+b)\n', '3\r\n>']]],
  ['DLE in the middle of a line is nothing', [['1\x10+1\n', '1+1\r\n=2\r\n>']]],
  ['an empty silent line', [['\x10\n', '']]],
  [
    'several lines by ESC LF',
    [
      ['\x10function f(){\x1b\nreturn 7\x1b\n}\n', ''],
      ['f()\n', 'f()\r\n=7\r\n>'],
    ],
  ],
  ['what tools ask first', [['\x10print("<","<<",JSON.stringify({a:1}),">>",">")\n', '< << {"a":1} >> >\r\n>']]],
])

sessions('echo', [
  [
    'off and on',
    [
      ['echo(0)\n', 'echo(0)\r\n'],
      ['1+1\n', ''],
      ['print("shown")\n', 'shown\r\n'],
      ['nope\n', 'Uncaught ReferenceError: "nope" is not defined\r\n    at REPL (:1:1)\r\nnope\r\n^\r\n'],
      ['echo(1)\n', '=undefined\r\n>'],
      ['1+1\n', '1+1\r\n=2\r\n>'],
    ],
  ],
  [
    'silent while echo is off',
    [
      ['\x10echo(0)\n', ''],
      ['1\n', ''],
      ['\x10print(5)\n', '5\r\n'],
      ['\x10echo(1)\n', ''],
      ['2\n', '2\r\n=2\r\n>'],
    ],
  ],
])

sessions('editing', [
  [
    'backspace, also as DEL',
    [
      [
        'ab\x08c\n',
        'ab\x08 \x08c\r\nUncaught ReferenceError: "ac" is not defined\r\n    at REPL (:1:1)\r\nac\r\n^\r\n>',
      ],
      ['ab\x7f\x7f1\n', 'ab\x08 \x08\x08 \x081\r\n=1\r\n>'],
      ['\x08\x08', ''],
      ['5\n', '5\r\n=5\r\n>'],
    ],
  ],
  [
    'cursor keys',
    [
      ['13\x1b[D2\n', '13\x1b[D23 \x08\x08\x082\x1b[J\r\n:3\x1b[D'],
      ['\x1b[D\x1b[C1\n', '\x1b[C1\r\n=31\r\n>'],
      ['ab\x1b[D\x1b[D1\x1b[C\x1b[C', 'ab\x1b[D\x1b[D1ab \x08\x08\x08\x081\x1b[C\x1b[C'],
      ['\n', '\r\nUncaught ReferenceError: "ab" is not defined\r\n    at REPL (:1:2)\r\n1ab\r\n ^\r\n>'],
    ],
  ],
  [
    'home, end, delete',
    [
      ['23\x1b[H1\n', '23\x08\x08123 \x08\x08\x08\x081\x1b[J\r\n:23\x1b[D\x1b[D'],
      ['12\x1b[H\x1b[3~', '123 \x08\x08\x08\x081223 \x08\x08\x08\x082\x08\x08223 \x08\x08\x08\x08'],
      ['\n', '\x1b[J\r\n:223\x1b[D\x1b[D\x1b[D'],
      ['1\x1b[H\x1b[F2\n', '1223 \x08\x08\x08\x08\x081\x0812232\r\n=12232\r\n>'],
      ['12\x1b[1~3\x1b[4~4\n', '12\x08\x08312 \x08\x08\x08\x083124\r\n=3124\r\n>'],
    ],
  ],
  [
    'the history',
    [
      ['11\n', '11\r\n=11\r\n>'],
      ['22\n', '22\r\n=22\r\n>'],
      ['\x1b[A', '\x1b[J22'],
      ['\x1b[A', '\x1b[D\x1b[D\x1b[J11'],
      ['\x1b[B', '\x1b[D\x1b[D\x1b[J22'],
      ['\n', '\r\n=22\r\n>'],
    ],
  ],
  [
    'editing a line of the history',
    [
      ['33\n', '33\r\n=33\r\n>'],
      ['\x1b[A\x084\n', '\x1b[J33\x08 \x084\r\n=34\r\n>'],
    ],
  ],
  [
    'Ctrl-U and Ctrl-W are ignored',
    [
      ['12\x153\n', '123\r\n=123\r\n>'],
      ['12\x173\n', '123\r\n=123\r\n>'],
    ],
  ],
  ['Ctrl-E answers with the version on an empty line only', [['1\x05+1\n', '1+1\r\n=2\r\n>']]],
  [
    'Ctrl-C clears the line',
    [
      ['abc', 'abc'],
      ['\x03', '\x1b[D\x1b[D\x1b[D\r\x1b[J>'],
      ['1\n', '1\r\n=1\r\n>'],
    ],
  ],
  ['other control characters are ignored', [['1\x02\x06\x0b\x0c+1\n', '1+1\r\n=2\r\n>']]],
  ['characters above 127 pass', [['"\xe4".charCodeAt(0)\n', '"\xe4".charCodeAt(0)\r\n=228\r\n>']]],
  ['line numbers are consumed', [['\x1b[5d1\n', '1\r\n=1\r\n>']]],
  [
    'an escape sequence that is none',
    [
      ['1\x1bx2\n', '12\r\n=12\r\n>'],
      ['1\x1b[9x2\n', '12\r\n=12\r\n>'],
    ],
  ],
])

sessions('reset and history', [
  [
    'reset shows the banner again',
    [
      ['var a=1\n', 'var a=1\r\n=1\r\n>'],
      [
        'reset()\n',
        'reset()\r\n=undefined\r\n\r\n ____                 _ \r\n|  __|___ ___ ___ _ _|_|___ ___ \r\n|  __|_ -| . |  _| | | |   | . |\r\n|____|___|  _|_| |___|_|_|_|___|\r\n         |_| espruino.com\r\n 2v29 (c) 2026 G.Williams\r\n\r\nEspruino is Open Source. Our work is supported\r\nonly by sales of official boards and donations:\r\nhttp://espruino.com/Donate\r\n\r\n>',
      ],
      ['typeof a\n', 'typeof a\r\n="undefined"\r\n>'],
    ],
  ],
  [
    'lines with echo count as history',
    [
      ['process.memory().history\n', 'process.memory().history\r\n=0\r\n>'],
      ['var abc=1\n', 'var abc=1\r\n=1\r\n>'],
      ['process.memory().history\n', 'process.memory().history\r\n=7\r\n>'],
    ],
  ],
  [
    'silent ones do not',
    [
      ['\x10var d=1\n', ''],
      ['\x10print(process.memory().history)\n', '0\r\n>'],
    ],
  ],
])
