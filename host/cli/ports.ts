/** `ports`: the serial ports of this computer, as `-p` takes them. */
import type { Command } from 'commander'
import type { SerialPortInfo } from '../devices/serial-ports.ts'
import { inContext, type Context, type World } from './context.ts'
import { DONE, NOTHING } from './exit-code.ts'
import { commonFlags, type CommonFlags } from './flags.ts'

export function portsCommand(program: Command, world: World, done: (code: number) => void): void {
  commonFlags(program.command('ports').description('serial ports of this computer')).action((flags: CommonFlags) =>
    inContext(world, flags, async (context) => {
      const { serialPorts } = await import('../devices/serial-ports.ts')
      done(await tellPorts(context, await serialPorts()))
    }),
  )
}

/** Tells of each port; gives the exit code. */
export async function tellPorts(
  { terminal, json }: Pick<Context, 'terminal' | 'json'>,
  ports: readonly SerialPortInfo[],
): Promise<number> {
  const { describePort } = await import('../devices/serial-ports.ts')
  for (const port of ports) terminal.result(json ? JSON.stringify({ type: 'port', ...port }) : describePort(port))
  if (ports.length === 0) terminal.say('no serial port: connect a board, or use emu:')
  return ports.length === 0 ? NOTHING : DONE
}
