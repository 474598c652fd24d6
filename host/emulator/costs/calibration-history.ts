/**
 * Snippets for what depends on more than the statement: errors, which look for their place in the text that stands before
 * them, and memory in one piece, which is looked for among the variables that were freed before.
 */
import { snippet, type Snippet } from './snippets.ts'

const COMMENT = '/* what stands before is read again */'
const LINE39 = "var x,y,s='';for(var j=0;j<39;j++)s+=String.fromCharCode(97+j%23);"
/** A list that is made and let go of. */
const RELEASED = 'var g=[];for(var j=0;j<1000;j++)g.push([j]);g=0;'
const THROWN = "try{throw new Error('x')}catch(e){}"

const ERRORS: Snippet[] = [
  snippet('Error thrown behind 1,600 characters', THROWN, '', COMMENT.repeat(42), 20),
  snippet('Error thrown behind 40 lines', THROWN, '', `${COMMENT}\n`.repeat(40), 20),
  snippet('Error thrown in a long body', THROWN, `var a=0;if(a){${'a=a+1;'.repeat(200)}}`, '', 20),
  snippet('Error thrown before much', `${THROWN}if(0){${'a=a+1;'.repeat(100)}}`, 'var a;', '', 20),
  snippet(
    'Error thrown three calls deep',
    'try{h()}catch(e){}',
    '',
    "function f(){throw new Error('x')}function g(){f()}function h(){g()}",
    20,
  ),
]

const PIECES: Snippet[] = [
  snippet('btoa of 39', 'btoa(s);', LINE39, '', 20),
  snippet('btoa of 39 kept', 'x=btoa(s);', LINE39, '', 20),
  snippet('atob of 52', 'x=atob(y);', `${LINE39}y=btoa(s);`, '', 20),
  snippet('toUint8Array of 39', 'x=E.toUint8Array(s);', LINE39, '', 20),
  snippet('three pieces', 'x=btoa(s);y=atob(x);E.toUint8Array(s);', LINE39, '', 20),
  snippet('three pieces often', 'x=btoa(s);y=atob(x);E.toUint8Array(s);', LINE39, '', 80),
  snippet('btoa after a released list', 'btoa(s);', LINE39, RELEASED, 20),
  snippet('typed array of 100 bytes', 'x=new Uint8Array(100);', 'var x;', '', 40),
  snippet('short function after a released list', 'f=function(a){return a*a+2*a+3*a*a+40*a};', 'var f;', RELEASED, 20),
  snippet('function of 300 made', `f=function(){${'a=a+1;'.repeat(50)}};`, 'var f;', '', 50),
]

const PATTERNS: Snippet[] = [
  snippet('exec', 'r.exec(s);', "var s='t=123',r=/t=\\d+/;", '', 20),
  snippet('exec with a group', 'r.exec(s);', "var s='t=123',r=/t=(\\d+)/;", '', 20),
  snippet('exec with two groups', 'r.exec(s);', "var s='t=123',r=/(t)=(\\d+)/;", '', 20),
  snippet('match with a group', 's.match(/t=(\\d+)/);', "var s='t=123';", '', 20),
  snippet('test of a pattern', 'r.test(s);', "var s='abc',r=/b/;", '', 20),
]

export const HISTORY_CALIBRATION: readonly Snippet[] = [...ERRORS, ...PIECES, ...PATTERNS]
