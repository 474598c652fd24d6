/**
 * Rules about `limits.ttlMs`: a key may be forgotten only when nothing that its last event has begun can still end by time.
 * Results that are read are events as well, so each stage is looked at for itself.
 */
import type { Report } from '../report.ts'
import { stageIds } from '../sources.ts'
import type { LimitsSpec, StageSpec, StepSpec } from '../spec.ts'

/** A stage whose shape is wrong is `null`. */
export function checkLifetime(report: Report, stages: readonly (StageSpec | null)[], { ttlMs }: LimitsSpec): void {
  if (ttlMs === undefined) return
  const reach = stages.map((stage) => (stage === null ? 0 : lasts(stage)))
  const longest = Math.max(0, ...reach)
  if (ttlMs >= longest) return
  const id = stageIds(stages)[reach.indexOf(longest)]
  const message = `after ${ttlMs} ms a key would be forgotten while its last event still counts in '${id}'`
  report.add(['limits', 'ttlMs'], message, `make it at least ${longest}`)
}

/** How long after an event a stage may still say something about it, in ms. */
function lasts(stage: StageSpec): number {
  if ('window' in stage) {
    const { window, allowedLatenessMs = 0 } = stage
    if (window.type === 'count') return 0
    return (window.type === 'session' ? window.gapMs : window.sizeMs) + allowedLatenessMs
  }
  if ('join' in stage) {
    const { join } = stage
    if (join.type === 'interval') return Math.max(join.upperMs, -join.lowerMs, 0)
    return ('sizeMs' in join.window ? join.window.sizeMs : 0) + (join.allowedLatenessMs ?? 0)
  }
  if ('detect' in stage) return 'silentMs' in stage.detect ? stage.detect.silentMs : 0
  if ('anomaly' in stage) return 'compound' in stage.anomaly ? stage.anomaly.compound.withinMs : 0
  return 'pattern' in stage ? Math.max(stage.pattern.withinMs ?? 0, ...stage.pattern.steps.map(bound)) : 0
}

/** Time bounds between steps. */
function bound(step: StepSpec): number {
  if ('group' in step) return Math.max(0, ...step.group.map(bound))
  return step.withinPreviousMs ?? 0
}
