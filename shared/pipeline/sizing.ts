/**
 * What a sliding window asks for before anything is built: events in it, windows that overlap, and the memory of keeping
 * the events themselves ("materialised"), which is what panes spare. Times are milliseconds, rates events a second.
 */

/** A stream and the window over it. Tumbling windows slide by their size. */
export interface Load {
  /** Sources of events, such as machines; each is a key. */
  readonly keys: number
  /** Events a second of each. */
  readonly hz: number
  readonly sizeMs: number
  readonly slideMs: number
  /** Bytes of a kept event. */
  readonly bytesPerEvent: number
}

export interface Sizing {
  /** E: events a second of all keys. */
  readonly eventsPerSecond: number
  /** N_w = E · W: events of all keys in one window. */
  readonly eventsPerWindow: number
  /** O = W / S: windows that are open at any moment. */
  readonly overlapping: number
  /** N_s = E · S: new events of a slide. */
  readonly newPerSlide: number
  /** The events of one window, kept. */
  readonly bytesPerWindow: number
  /** One such window for each key. An upper estimate: the events of a window already are those of all keys. */
  readonly bytesOfWindowsPerKey: number
  /** All windows that overlap, each with its own copy of its events. */
  readonly bytesOfOverlapping: number
  /** The part of that which tumbling windows of the same size need. */
  readonly tumblingShare: number
}

export function sizingOf({ keys, hz, sizeMs, slideMs, bytesPerEvent }: Load): Sizing {
  const eventsPerSecond = keys * hz
  const eventsPerWindow = (eventsPerSecond * sizeMs) / 1000
  const overlapping = sizeMs / slideMs
  const bytesPerWindow = eventsPerWindow * bytesPerEvent
  return {
    eventsPerSecond,
    eventsPerWindow,
    overlapping,
    newPerSlide: (eventsPerSecond * slideMs) / 1000,
    bytesPerWindow,
    bytesOfWindowsPerKey: bytesPerWindow * keys,
    bytesOfOverlapping: bytesPerWindow * overlapping,
    tumblingShare: 1 / overlapping,
  }
}

/** A pattern over those of many events that a filter lets pass, its keys spread over instances that work side by side. */
export interface PatternLoad {
  /** Events a second, before the filter. */
  readonly eventsPerSecond: number
  /** The part that the filter lets pass. */
  readonly passing: number
  readonly instances: number
  readonly withinMs: number
  readonly bytesPerEvent: number
  /** Events of a match. */
  readonly steps: number
  /** How long events wait for the watermark; 0 in processing time. */
  readonly watermarkMs: number
}

export interface PatternSizing {
  /** Events a second after the filter. */
  readonly passing: number
  /** Of these an instance, in whole events. */
  readonly perInstance: number
  /** Events of an instance within the time of the pattern, and their bytes. */
  readonly eventsPerWindow: number
  readonly bytesPerWindow: number
  /** Events in partial matches at worst: each that waits for the watermark may stand for a match that is nearly complete. */
  readonly eventsInState: number
}

export function patternSizingOf(load: PatternLoad): PatternSizing {
  const passing = load.eventsPerSecond * load.passing
  const perInstance = Math.ceil(passing / load.instances)
  const eventsPerWindow = (perInstance * load.withinMs) / 1000
  return {
    passing,
    perInstance,
    eventsPerWindow,
    bytesPerWindow: eventsPerWindow * load.bytesPerEvent,
    eventsInState: ((passing * load.watermarkMs) / 1000) * load.steps,
  }
}

/** The longest times, in ms, that the parts of the way from an event to its alert take. */
export interface Latency {
  /** How far the watermark stays behind; 0 in processing time. */
  readonly watermarkMs: number
  readonly processingMs: number
  readonly outputMs: number
}

/** The longest time from an event to its alert, in ms. */
export function latencyOf({ watermarkMs, processingMs, outputMs }: Latency): number {
  return watermarkMs + processingMs + outputMs
}
