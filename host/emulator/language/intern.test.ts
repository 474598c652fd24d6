import { expect, test } from 'vitest'
import { Bench } from '../board/testing.ts'
import { intern, internedNames, MOST_NAMES } from './intern.ts'

test('a name stays the same name', () => {
  const name = intern('temperature')
  expect(name).toBe('temperature')
  expect(intern(['temper', 'ature'].join(''))).toBe(name)
  const before = internedNames()
  intern('temperature')
  expect(internedNames()).toBe(before)
})

test('names without end do not fill the memory, and programs go on with theirs', () => {
  const bench = new Bench()
  bench.run('var counter=0;function count(){counter++;return {text:"a"}}')
  for (let i = 0; i < 3 * MOST_NAMES; i++) {
    intern(`n${i}`)
    if (i % MOST_NAMES === 5) bench.run('count()')
  }
  expect(internedNames()).toBeLessThanOrEqual(MOST_NAMES)
  expect(bench.run('print(counter,count().text,Object.keys(count()).join(),counter,"text" in count())')).toBe(
    '3 a text 5 true\n',
  )
})

test('what stands behind JSON counts among them', () => {
  const bench = new Bench()
  const before = internedNames()
  bench.run('for(var i=0;i<20;i++)JSON.parse("[1]SEAL"+i)')
  expect(internedNames()).toBeGreaterThan(before)
})
