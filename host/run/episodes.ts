/** Detections against labels: which labelled episodes were found, how soon, and what was found where nothing was. */
import type { Key } from '../../shared/stream/event.ts'

export interface Labelled {
  readonly key: Key
  readonly t: number
}

/** A stretch of labelled readings of one key; both ends included. */
export interface Episode {
  readonly key: Key
  readonly from: number
  readonly to: number
  readonly readings: number
}

export interface Finding {
  readonly key: Key
  readonly from: number
  /** `null`: it had not ended. */
  readonly to: number | null
}

export interface Score {
  readonly episode: Episode
  /** Findings within it. */
  readonly hits: number
  /** From its begin to the first of them, in ms; `null`: missed. */
  readonly afterMs: number | null
}

/** Labelled readings of a key that follow each other within `gapMs` make one episode; in order of their begin. */
export function episodesOf(labelled: readonly Labelled[], gapMs: number): Episode[] {
  const open = new Map<Key, Episode>()
  const done: Episode[] = []
  for (const { key, t } of [...labelled].sort((a, b) => a.t - b.t)) {
    const last = open.get(key)
    if (last !== undefined && t - last.to <= gapMs) {
      open.set(key, { ...last, to: t, readings: last.readings + 1 })
      continue
    }
    if (last !== undefined) done.push(last)
    open.set(key, { key, from: t, to: t, readings: 1 })
  }
  return [...done, ...open.values()].sort((a, b) => a.from - b.from)
}

/** What was found of each episode, and how many findings lie outside of all. */
export function score(
  episodes: readonly Episode[],
  findings: readonly Finding[],
): { scores: Score[]; falseAlarms: number } {
  const scores = episodes.map((episode): Score => {
    const hits = findings.filter((finding) => overlaps(episode, finding))
    const first = hits.length === 0 ? null : Math.min(...hits.map(({ from }) => from))
    return { episode, hits: hits.length, afterMs: first === null ? null : Math.max(0, first - episode.from) }
  })
  const falseAlarms = findings.filter((finding) => !episodes.some((episode) => overlaps(episode, finding))).length
  return { scores, falseAlarms }
}

function overlaps(episode: Episode, { key, from, to }: Finding): boolean {
  return key === episode.key && from <= episode.to && (to ?? Infinity) >= episode.from
}
