/**
 * Many programs in one text: each runs as the text of a timer, so at the root and apart from the others, and what it
 * left behind is removed before the next one.
 */

const MARK = '\x01'

/** Milliseconds until the next program: for those that only compute, and for those that wait for timers or events. */
const AT_ONCE_MS = 2
const WAITING_MS = 60

/**
 * The end of a program: `ran`, due with it and after it, gives it time, `go` stops its timers, `next` removes its global names and starts the one after it. With memory
 * compared `next` also tells how many variables the program left behind, before and after that; it is an event and not a
 * timer, because a timer that runs late takes a variable more.
 */
function driver(memory: boolean): string {
  const tell = (label: string): string => (memory ? `print("${label}",process.memory().usage-U);` : '')
  return [
    'var I=0,U=0,K;',
    'function clean(){Object.keys(global).forEach(function(k){if("vVf".indexOf(k[0])>=0&&k[1]<="9")delete global[k]})}',
    'function ran(){setTimeout(go,T[I++])}',
    'function go(){clearTimeout();E.emit("next")}',
    'E.on("next",function(){',
    `if(I){${tell('holds')}clean();${tell('leaves')}}`,
    `if(I>=P.length){print("${'\\x01'}end");return}`,
    `print("${'\\x01'}"+I);`,
    memory ? 'U=process.memory().usage;' : '',
    'setTimeout(P[I],0);setTimeout(ran,0)});',
    'clean();setTimeout(go,0);',
  ].join('')
}

/** The text of a batch. */
export function batchOf(programs: readonly string[], memory = false): string {
  const texts = programs.map((program) => JSON.stringify(program)).join(',\n')
  const times = programs.map((program) => (waits(program) ? WAITING_MS : AT_ONCE_MS))
  const files = programs.some((program) => program.includes('Storage')) ? FRESH_STORAGE : ''
  return `${files}var P=[${texts}],T=[${times.join(',')}];\n${driver(memory)}`
}

/** The flash image of a binary outlives it. */
const FRESH_STORAGE = 'require("Storage").eraseAll();require("Storage").write(".boot0","echo(0)");\n'

function waits(program: string): boolean {
  return /set(Timeout|Interval)|Promise|emit/.test(program)
}

/** What each program of a batch printed; a program that ended the whole batch takes the rest with it. */
export function outputsOf(shown: string, count: number): string[] {
  const found = Array<string>(count).fill('(not reached)')
  for (const piece of shown.split(MARK).slice(1)) {
    const newline = piece.indexOf('\n')
    const index = Number(piece.slice(0, newline))
    if (Number.isInteger(index) && index < count) found[index] = piece.slice(newline + 1)
  }
  return found
}
