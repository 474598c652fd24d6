/**
 * Runs programs on a real Espruino binary for Linux, to compare the emulator with it.
 * The binary is named by the environment variable ESPRUINO_BIN; comparisons are skipped without it.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Path of the binary, or undefined: then whoever compares skips and says so. */
export const ESPRUINO_BIN = process.env.ESPRUINO_BIN

export const WITHOUT_BINARY = 'skipped: set ESPRUINO_BIN to an Espruino binary for Linux to compare with it'

/** A directory in which the binary keeps its flash image; `.boot0` there switches echo off. */
export class BinaryRunner {
  private readonly directory = mkdtempSync(path.join(tmpdir(), 'espruino-'))
  /** A pipe that stays open and says nothing: an input that has ended floods the interpreter's ring of events. */
  private readonly silence: number

  constructor(private readonly binary: string) {
    const pipe = path.join(this.directory, 'silence')
    spawnSync('mkfifo', [pipe])
    this.silence = openSync(pipe, 'r+')
    this.start('require("Storage").write(".boot0","echo(0)")', 10_000)
  }

  /** Console text of a program (latin-1, CRLF as LF), from a process of its own. Throws after `limitMs` of real time. */
  run(program: string, limitMs = 60_000): string {
    const shown = this.start(program, limitMs)
    if (shown === undefined) throw new Error(`${this.binary} crashed`)
    return shown.replaceAll('\r\n', '\n')
  }

  /** As `run`, but undefined when the process crashed (the smallest integer modulo -1 does that on a PC) or hung. */
  tryToRun(program: string, limitMs = 60_000): string | undefined {
    try {
      return this.start(program, limitMs)?.replaceAll('\r\n', '\n')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ETIMEDOUT') return undefined
      throw error
    }
  }

  close(): void {
    closeSync(this.silence)
    rmSync(this.directory, { recursive: true, force: true })
  }

  private start(program: string, limitMs: number): string | undefined {
    const file = path.join(this.directory, 'program.js')
    writeFileSync(file, program, 'latin1')
    const result = spawnSync(this.binary, ['program.js'], {
      cwd: this.directory,
      encoding: 'latin1',
      timeout: limitMs,
      // it takes other signals for input
      killSignal: 'SIGKILL',
      maxBuffer: 256 * 1024 * 1024,
      stdio: [this.silence, 'pipe', 'pipe'],
    })
    if (result.error) throw result.error
    return result.signal ? undefined : result.stdout
  }
}
