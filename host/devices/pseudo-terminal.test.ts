/** Pseudo-terminals: made and removed, refused where something is, with a cure where socat is missing. */
import { existsSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openPseudoTerminal } from './pseudo-terminal.ts'
import { HAS_SOCAT, live, WITHOUT_SOCAT } from './testing/live.ts'

const { serve, folder, closing } = live()

test('without socat the cure names it and the way around it', async () => {
  const opening = openPseudoTerminal(path.join(folder(), 'tty'), 1, 'no-such-socat')
  await expect(opening).rejects.toMatchObject({
    code: 'E_NO_SOCAT',
    kind: 'usage',
    cure: expect.stringMatching(/install socat .* --listen PORT/),
  })
})

describe.skipIf(!HAS_SOCAT)(WITHOUT_SOCAT, () => {
  test('the path is there as long as the terminal', async () => {
    const { port } = await serve()
    const tty = path.join(folder(), 'tty')
    const terminal = await openPseudoTerminal(tty, port)
    expect(existsSync(tty)).toBe(true)
    await terminal.close()
    expect(existsSync(tty)).toBe(false)
  })

  test('a path that a dead terminal left behind is taken over', async () => {
    const { port } = await serve()
    const tty = path.join(folder(), 'tty')
    symlinkSync('/dev/pts/no-such', tty)
    closing(await openPseudoTerminal(tty, port))
    expect(existsSync(tty)).toBe(true)
  })

  test('a file that is there is left alone', async () => {
    const taken = path.join(folder(), 'mine')
    writeFileSync(taken, 'mine')
    await expect(openPseudoTerminal(taken, 1)).rejects.toMatchObject({ code: 'E_PTY', place: taken })
    expect(existsSync(taken)).toBe(true)
  })

  test('a folder that does not exist, and a port where nobody listens, are told in the words of socat', async () => {
    const { port } = await serve()
    await expect(openPseudoTerminal(path.join(folder(), 'none', 'tty'), port)).rejects.toMatchObject({
      code: 'E_PTY',
      message: expect.stringContaining('No such file'),
    })
    await expect(openPseudoTerminal(path.join(folder(), 'tty'), 1)).rejects.toMatchObject({
      code: 'E_PTY',
      message: expect.stringContaining('refused'),
    })
  })

  test('its end is noticed when the board goes', async () => {
    const served = await serve()
    const terminal = closing(await openPseudoTerminal(path.join(folder(), 'tty'), served.port))
    await served.close()
    await expect(terminal.failed).rejects.toMatchObject({ code: 'E_PTY' })
  })
})
