/**
 * Runs the packet functions of the official client over a serial path, for official-client.test.ts. Its command line never
 * uses them, and its TCP transport writes text as UTF-8, which spoils their binary headers: so the library, on a serial path.
 *
 * Arguments: path, file. Prints one JSON line: what was read back equals the file, and the values of three expressions.
 */
const { readFileSync } = require('node:fs')
const official = require('espruino')

const [, , path, file] = process.argv
const say = console.log
console.log = console.error = () => undefined
setTimeout(() => process.exit(2), 30_000)

official.init(() => {
  const { Config, Core } = global.Espruino
  Config.BOARD_JSON_URL = ''
  Config.BAUD_RATE = 115200
  // It opens only what it finds, and it does not look for pseudo-terminals.
  for (const device of Core.Serial.devices) device.getPorts = (found) => found([], true)
  Core.Serial.devices.find(({ name }) => name === 'Node Serial').getPorts = (found) => found([{ path }], true)
  Core.Serial.startListening(() => undefined)
  Core.Serial.open(path, () =>
    run(Core.Serial.connection)
      .then(say, (error) => say(`failed: ${error}`))
      .then(process.exit),
  )
})

async function run(connection) {
  const data = readFileSync(file, 'latin1')
  const progress = []
  await connection.espruinoSendFile('sent', data, { progress: (at) => progress.push(at) })
  const back = await connection.espruinoReceiveFile('sent')
  const values = []
  for (const expression of ['6*7', '({a:[1,2],b:"x"})', 'require("Storage").read("sent").length'])
    values.push(await connection.espruinoEval(expression))
  const failed = await connection.espruinoEval('nothing.here').then(
    () => 'a value',
    (error) => String(error),
  )
  return JSON.stringify({ same: back === data, steps: progress.length, values, failed })
}
