/**
 * Factory vibration: 50 machines report their vibration velocity (mm/s) ten times a second. Every five seconds the last minute
 * of each is looked at: its RMS and its peak. A machine whose RMS stays above 4.5 mm/s for ten seconds runs towards damage (the
 * border of zones C and D in ISO 10816-3 for medium machines on rigid mounts); below 2.8 mm/s (B and C) it is well again.
 * `factory-vibration.pipeline.json` is the same pipeline as JSON.
 */
import { pipeline } from '../builder.ts'

/** Machines, and keys of the pipeline. */
const MACHINES = 50

/** The factory as data. */
export const factoryVibration = pipeline('factory vibration')
  .input({ machine: 'int', velocity: 'double' })
  .key('machine')
  .packed({ velocity: 'int16/100' })
  .outOfOrder('200ms')
  .sliding(
    '60s',
    '5s',
    { n: 'count()', rms: 'stddev(velocity)', peak: 'max(velocity)' },
    { id: 'minute', from: 'input' },
  )
  .detect({ when: 'rms > 4.5', until: 'rms < 2.8', forTime: '10s' }, { id: 'fault', from: 'minute' })
  // A result a machine waits for the watermark at a time; frames are long, because 50 machines share them.
  .limits({ keys: MACHINES, waiting: 4, texts: 1, frame: 256 })
  .toSpec()
