/**
 * Rules about joins (SEMANTICS 1.4, 6).
 */
import type { JoinStageSpec } from '../spec.ts'
import type { StageContext } from './context.ts'
import { checkLateness } from './time.ts'
import { checkWindow } from './windows.ts'

export function checkJoinStage(context: StageContext, { join }: JoinStageSpec): void {
  const { report, at, time } = context
  if (join.type === 'interval') {
    if (join.lowerMs > join.upperMs) {
      report.add(
        [...at, 'join', 'lowerMs'],
        `the lower bound ${join.lowerMs} is above the upper, ${join.upperMs}`,
        'exchange them',
      )
    }
    if (time?.mode === 'processing') {
      report.add([...at, 'join'], 'an interval join needs event time', 'use event time, or a window join')
    }
    return
  }
  checkLateness(context, ['join', 'allowedLatenessMs'], join.allowedLatenessMs, false)
  if (join.window.type === 'session' || join.window.type === 'count') {
    const cure = 'use a tumbling or sliding window'
    report.add([...at, 'join', 'window', 'type'], `a join has no ${join.window.type} windows`, cure)
    return
  }
  checkWindow(context, ['join', 'window'], join.window)
}
