/**
 * Card fraud: three refused charges of one card within five minutes. Twice over the same payments: the *fast* pipeline goes by
 * the clock at their arrival and blocks a card at once; the *audit* goes by the time at which they were made, waits five
 * seconds for what is still on its way, and says what was right. `rivulet reconcile` lays the two side by side.
 * `card-fraud-fast.pipeline.json` and `card-fraud-audit.pipeline.json` are the same pipelines as JSON.
 */
import { pipeline } from '../builder.ts'
import type { PatternStageSpec } from '../spec.ts'

/** Cards that are watched. */
const CARDS = 24
const REFUSED = "status != 'SUCCESS'"

const payments = (name: string) => pipeline(name).input({ card: 'int', amount: 'double', status: 'string' }).key('card')

function threeRefused(): PatternStageSpec['pattern'] {
  return {
    steps: [
      { name: 'first_fail', where: REFUSED },
      { name: 'second_fail', contiguity: 'followedBy', where: REFUSED },
      { name: 'third_fail', contiguity: 'followedBy', where: REFUSED },
    ],
    withinMs: 300_000,
    // One alert for three charges: a fourth begins anew.
    skip: 'skipPastLastEvent',
  }
}

const limits = { keys: CARDS, waiting: 8, texts: 4, frame: 32 }

/** The fast pipeline as data. */
export const cardFraudFast = payments('card fraud, fast')
  .processingTime()
  .pattern(threeRefused(), { id: 'fraud', from: 'input' })
  .limits(limits)
  .toSpec()

/** The audit as data. */
export const cardFraudAudit = payments('card fraud, audit')
  .outOfOrder('5s')
  .pattern(threeRefused(), { id: 'fraud', from: 'input' })
  .limits(limits)
  .toSpec()
