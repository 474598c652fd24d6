import { describe, expect, test } from 'vitest'
import { IdlenessTimer } from './idleness.ts'

/** `+5` advances the clock, `!` is an event, `?` checks: the answers, `I` for idle. */
function story(idlenessMs: number, words: string): string {
  const timer = new IdlenessTimer(idlenessMs)
  let answers = ''
  for (const word of words.split(' ')) {
    if (word === '!') timer.activity()
    else if (word === '?') answers += timer.check() ? 'I' : '-'
    else timer.advance(Number(word))
  }
  return answers
}

describe('idleness timer (2.6)', () => {
  test.each([
    // why, idlenessMs, story, answers
    ['is active at first', 10, '?', '-'],
    ['falls idle without any event', 10, '? +11 ?', '-I'],
    ['needs strictly more than the time', 10, '? +10 ? +1 ?', '--I'],
    ['runs from the first check without an event, not from the event', 10, '! ? +11 ? +11 ?', '--I'],
    ['does not run before the first check', 10, '+1000 ? +11 ?', '-I'],
    ['stays idle', 122, '? +123 ? ? +100 ?', '-III'],
    ['ends with an event', 10, '? +11 ? ! ?', '-I-'],
    ['can fall idle again', 122, '? +123 ? ! ? ? +123 ?', '-I--I'],
    ['an event before the check restarts the clock', 10, '? +6 ! ? +6 ? +6 ? +5 ?', '----I'],
    ['counts many events as one', 10, '! ! ! ? ? +11 ?', '--I'],
  ])('%s', (_why, idlenessMs, words, answers) => {
    expect(story(idlenessMs, words)).toBe(answers)
  })
})
