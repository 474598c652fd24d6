/** What runs when an interpreter starts, before the prompt: the boot files and `onInit` (FACTS 6). */
import { isFunction } from '../values.ts'
import type { Chip } from './chip.ts'
import { readNative } from './storage-natives.ts'

/** After a reset `.bootcde` is left out, on the first start since power-on `.bootPowerOn` comes first. */
export function runSavedCode(chip: Chip, afterReset: boolean, firstBoot: boolean): void {
  if (firstBoot) runFile(chip, '.bootPowerOn')
  for (const digit of '0123') runFile(chip, `.boot${digit}`)
  const ran = runFile(chip, '.bootrst', 'boot code')
  if (!ran && !afterReset) runFile(chip, '.bootcde', 'boot code')
  chip.loop.runListeners('E', 'init', [])
  chip.loop.checkErrors()
  runOnInit(chip)
}

/** Executes a file of the storage from flash; `name` is shown in stack traces. False when there is none. */
export function runFile(chip: Chip, file: string, name = file): boolean {
  const code = readNative(chip.storage, file)
  if (!code) return false
  chip.loop.faults.note(chip.vm.execute(code, name))
  chip.loop.checkErrors()
  return true
}

function runOnInit(chip: Chip): void {
  const onInit = chip.vm.root.find('onInit')?.value
  if (!isFunction(onInit)) return
  if (chip.console.line.echo) chip.console.printHere('Running onInit()...\n')
  chip.loop.run(undefined, onInit, [])
  chip.loop.checkErrors()
}
