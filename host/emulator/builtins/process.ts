/** process and the memory report (FACTS 1, 2). */
import { immediate, type NativeFunction, type NativeRegistry } from '../natives.ts'
import { truth } from '../language/convert.ts'
import { float, int, Obj, str } from '../values.ts'

const VERSION = '2v29'
/** Of the chip: from the address of its radio. */
const SERIAL = '00000000-00000000'
/** Size of a variable in bytes. */
const BLOCK_SIZE = 14
/** Sizes of the ring of received bytes and of the buffer of bytes to send. */
const RX_TOTAL = 4096
const TX_TOTAL = 256

const memory: NativeFunction = (vm, _self, args) => {
  const collect = args[0] === undefined || truth(args[0])
  const collected = vm.heap.garbage(collect)
  const history = vm.historySize()
  const used = Math.min(vm.heap.usage(args) + 1 + (collect ? 0 : collected), vm.heap.total)
  const usage = used - history
  const report = new Obj()
  const part = (used: number, total: number): Obj => {
    const made = new Obj()
    made.add('used', int(used))
    made.add('total', int(total))
    return made
  }
  report.add('free', int(vm.heap.total - usage))
  report.add('usage', int(usage))
  report.add('total', int(vm.heap.total))
  report.add('history', int(history))
  if (collect) {
    report.add('gc', int(collected))
    report.add('gctime', float((vm.heap.total * GC_NANOSECONDS) / 1e6))
  }
  report.add('blocksize', BLOCK_SIZE)
  report.add('rx', part(0, RX_TOTAL))
  report.add('tx', part(0, TX_TOTAL))
  return report
}

/** An estimate of the time that garbage collection takes for a variable. */
const GC_NANOSECONDS = 400

const env = immediate((vm) => {
  const made = new Obj()
  const texts = { VERSION, GIT_COMMIT: 'emulator', BOARD: vm.board }
  for (const [name, text] of Object.entries(texts)) made.add(name, str(text))
  for (const [name, size] of [
    ['RAM', 524288],
    ['FLASH', 0],
    ['STORAGE', 917504],
  ] as const) {
    made.add(name, int(size))
  }
  made.add('SERIAL', str(SERIAL))
  made.add('CONSOLE', str(vm.console))
  made.add('MODULES', str(vm.natives.libraryNames().join(',')))
  made.add('EXPTR', 0)
  return made
})

export function process(natives: NativeRegistry): void {
  natives.functions({ getSerial: () => str(SERIAL) })
  natives.object('process', { statics: { env, memory, version: immediate(() => str(VERSION)) } })
}
