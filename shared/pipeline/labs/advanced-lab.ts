/**
 * The advanced lab: the motes of the basic lab, and what takes more than one look at a value. A pattern finds steam by its
 * course (a sudden rise, wet air, dry air again), two detectors look at temperature and humidity in their own ways, and a compound
 * detector says when they agree. `advanced-lab.pipeline.json` is the same pipeline as JSON.
 */
import { pipeline } from '../builder.ts'

/** The advanced lab as data. */
export const advancedLab = pipeline('advanced lab')
  .input({ mote: 'int', humidity: 'double', temperature: 'double' })
  .key('mote')
  .packed({ humidity: 'int16/100', temperature: 'int16/100' })
  .outOfOrder('20s')
  .map({ rise: "humidity - prev('humidity')" }, { id: 'change', from: 'input' })
  .pattern(
    {
      steps: [
        { name: 'onset', where: 'rise > 4' },
        { name: 'wet', contiguity: 'followedBy', where: "humidity > 70 && humidity > first('onset', 'humidity')" },
        { name: 'over', contiguity: 'followedBy', where: 'humidity < 60' },
      ],
      withinMs: 600000,
      skip: 'skipPastLastEvent',
    },
    { id: 'steaming', from: 'change' },
  )
  .zscore('temperature', { size: 60, threshold: 7 }, { id: 'hot', from: 'input' })
  .baseline('humidity', { alpha: 0.02, threshold: 12, warmup: 120, adoptAfter: 24 }, { id: 'damp', from: 'input' })
  .compound({ atLeast: 2, within: '120s' }, { id: 'incident', from: ['steaming', 'hot', 'damp'] })
  .limits({ keys: 4, waiting: 16, texts: 8, frame: 32 })
  .toSpec()
