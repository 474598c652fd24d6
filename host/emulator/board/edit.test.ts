/** `edit` at the console (FACTS 5.1), measured on the real interpreter. */
import { sessions } from '../golden/measured.ts'

const NO_FUNCTION = 'Uncaught Error: Edit should be called with the name of a function'
const NO_NAME = "Uncaught Error: Edit should be called with edit(funcName) or edit('funcName')"

const REPLACED = 'A["prototype.m"].replaceWith(function () {return 1});'

sessions('edit', [
  [
    'a function is put into the input line, and entered again it is what it was',
    [
      ['function f(a){return a+1}\n', 'function f(a){return a+1}\r\n=function (a) { ... }\r\n>'],
      ["edit('f')\n", "edit('f')\r\n=undefined\r\n>function f(a) {return a+1}"],
      ['\n', '\r\n=function (a) { ... }\r\n>'],
      ['f(1)\n', 'f(1)\r\n=2\r\n>'],
    ],
  ],
  [
    'of several lines',
    [
      ['function l(){\nvar a;\nreturn a}\n', 'function l(){\r\n:var a;\r\n:return a}\r\n=function () { ... }\r\n>'],
      ['edit(l)\n', 'edit(l)\r\n=undefined\r\n>function l() {\r\n:  var a;\r\n:return a\r\n:}'],
    ],
  ],
  [
    'members and elements are replaced',
    [
      ['class A{m(){return 1}}\n', 'class A{m(){return 1}}\r\n=function () {}\r\n>'],
      ['edit(A.prototype.m)\n', `edit(A.prototype.m)\r\n=undefined\r\n>${REPLACED}`],
      ['\x03', `${'\x1b[D'.repeat(REPLACED.length)}\r\x1b[J>`],
      ['var arr=[function(){1}]\n', 'var arr=[function(){1}]\r\n=[ \r\n  function () { ... }\r\n ]\r\n>'],
      ['edit(arr[0])\n', 'edit(arr[0])\r\n=undefined\r\n>arr["0"].replaceWith(function () {1});'],
    ],
  ],
  [
    'so are functions that see variables of another one',
    [
      [
        'var c=(function(){var n=1;return function(){return n}})()\n',
        'var c=(function(){var n=1;return function(){return n}})()\r\n=function () { ... }\r\n>',
      ],
      ["edit('c')\n", "edit('c')\r\n=undefined\r\n>c.replaceWith(function () {return n});"],
    ],
  ],
  [
    'what is no function',
    [
      ["edit('nope')\n", `edit('nope')\r\n${NO_FUNCTION}\r\n    at REPL (:1:12)\r\nedit('nope')\r\n           ^\r\n>`],
      ['edit(5)\n', `edit(5)\r\n${NO_NAME}\r\n    at REPL (:1:7)\r\nedit(5)\r\n      ^\r\n>`],
      ['edit(print)\n', `edit(print)\r\n${NO_NAME}\r\n    at REPL (:1:11)\r\nedit(print)\r\n          ^\r\n>`],
      [
        'edit(function(){})\n',
        `edit(function(){})\r\n${NO_NAME}\r\n    at REPL (:1:18)\r\nedit(function(){})\r\n                 ^\r\n>`,
      ],
    ],
  ],
])
