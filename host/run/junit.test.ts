import { expect, test } from 'vitest'
import { escape, junit } from './junit.ts'

test('a suite with what passed, failed, broke and was left out', () => {
  const xml = junit({
    name: 'lab',
    hostname: 'emu',
    properties: { seed: '7' },
    output: ['a < b'],
    checks: [
      { name: 'fine', seconds: 1.5 },
      { name: 'wrong', seconds: 0, failure: { type: 'mismatch', message: 'm "1"', text: 'first' } },
      { name: 'broke', seconds: 0, error: { type: 'timeout', message: 'late', text: '' } },
      { name: 'absent', seconds: 0, skipped: 'no board' },
    ],
  })
  expect(xml).toContain(
    '<testsuite name="lab" hostname="emu" tests="4" failures="1" errors="1" skipped="1" time="1.500">',
  )
  expect(xml).toContain('<property name="seed" value="7"/>')
  expect(xml).toContain('<failure type="mismatch" message="m &quot;1&quot;">first</failure>')
  expect(xml).toContain('<error type="timeout" message="late"></error>')
  expect(xml).toContain('<skipped message="no board"/>')
  expect(xml).toContain('<system-out>a &lt; b</system-out>')
})

test('characters that XML cannot hold are shown as hex', () => {
  expect(escape('a\x10b\x1b[J & "c"\n\t')).toBe('a\\x10b\\x1b[J &amp; &quot;c&quot;\n\t')
})
