/**
 * Rules that depend on whose clock counts (SEMANTICS 3.7, 5.1).
 */
import type { StageContext } from './context.ts'

/** Lateness means something for windows of event time only; 0 says nothing and is accepted everywhere. */
export function checkLateness(
  context: StageContext,
  keys: readonly string[],
  lateness: number | undefined,
  counting: boolean,
): void {
  if (lateness === undefined || lateness === 0) return
  const at = [...context.at, ...keys]
  if (counting) {
    context.report.add(at, 'count windows ignore time and know no lateness', 'remove "allowedLatenessMs"')
  } else if (context.time?.mode === 'processing') {
    context.report.add(at, 'nothing is late in processing time', 'remove "allowedLatenessMs", or use event time')
  }
}
