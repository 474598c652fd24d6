#!/usr/bin/env node
/** The command `rivulet`: lets Node read TypeScript, then hands over. The exit code is set here and nowhere else. */
import { register } from 'tsx/esm/api'

register()
// Whoever read the results has gone, as in `rivulet try … | head`: that ends the work as Ctrl-C does.
process.stdout.on('error', () => process.emit('SIGINT'))
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2))
