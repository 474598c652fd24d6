/**
 * What tests do to a chip from outside at a moment that they choose by counting: power that fails at an instruction, an allocation that finds no
 * memory. What was not due yet when an interpreter ended waits in the next one.
 */
import type { Interpreter } from '../interpreter.ts'
import { allocation } from '../values.ts'

interface Blow {
  /** In all interpreters of the chip. */
  readonly at: number
  readonly act: () => void
}

export class Blows {
  #vm: Interpreter | null = null
  /** Instructions of the interpreters before this one. */
  #retired = 0
  #power: Blow | null = null
  #memory: Blow | null = null

  /** A new interpreter is at work. */
  arm(vm: Interpreter, retired: number): void {
    this.#vm = vm
    this.#retired = retired
    this.#armPower()
    this.#armMemory()
  }

  /** Calls `act` once the chip has executed `at` instructions. */
  strike(at: number, act: () => void): void {
    this.#power = { at, act }
    this.#armPower()
  }

  /** The allocation after so many more fails. */
  failMemory(allocations: number, act: () => void): void {
    this.#memory = { at: allocation.count + allocations, act }
    this.#armMemory()
  }

  #armPower(): void {
    if (this.#power === null) return
    const { at, act } = this.#power
    this.#vm?.strike(Math.max(0, at - this.#retired - this.#vm.instructions), () => {
      this.#power = null
      act()
    })
  }

  #armMemory(): void {
    if (this.#memory === null) return
    const { at, act } = this.#memory
    this.#vm?.heap.failAfter(Math.max(0, at - allocation.count), () => {
      this.#memory = null
      act()
    })
  }
}
