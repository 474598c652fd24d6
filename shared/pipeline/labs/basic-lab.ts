/**
 * The basic lab: four motes report humidity and temperature every five seconds, and steam is let in near two of them.
 * A circular buffer, two windows, a threshold with hysteresis and an anomaly detector watch the same input.
 * `basic-lab.pipeline.json` is the same pipeline as JSON.
 */
import { pipeline } from '../builder.ts'

const bothMoments = {
  meanHumidity: 'mean(humidity)',
  stddevHumidity: 'stddev(humidity)',
  meanTemperature: 'mean(temperature)',
  stddevTemperature: 'stddev(temperature)',
} as const

/** The basic lab as data. */
export const basicLab = pipeline('basic lab')
  .input({ mote: 'int', humidity: 'double', temperature: 'double' })
  .key('mote')
  .packed({ humidity: 'int16/100', temperature: 'int16/100' })
  .outOfOrder('20s')
  .buffer(60, { id: 'recorder', from: 'input', dumpOn: 'steam' })
  .tumbling(
    '60s',
    {
      n: 'count()',
      meanHumidity: 'mean(humidity)',
      minHumidity: 'min(humidity)',
      maxHumidity: 'max(humidity)',
      meanTemperature: 'mean(temperature)',
      minTemperature: 'min(temperature)',
      maxTemperature: 'max(temperature)',
    },
    { id: 'minute', from: 'input' },
  )
  .sliding('300s', '60s', bothMoments, { id: 'trend', from: 'input' })
  .detect({ when: 'humidity > 70', until: 'humidity < 55' }, { id: 'steam', from: 'input' })
  .zscore('temperature', { size: 60, threshold: 7 }, { id: 'hot', from: 'input' })
  .limits({ keys: 4, waiting: 16, texts: 8, frame: 32 })
  .toSpec()
