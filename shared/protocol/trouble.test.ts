import { describe, expect, test } from 'vitest'
import type { ErrorFrame } from './frames.ts'
import { DeviceError, deviceError } from './trouble.ts'

const frame = (more: Partial<ErrorFrame>): ErrorFrame => ({
  ...{ type: 'X', f: 7, q: 3, kind: 'exception', message: 'no such thing', stack: '', at: null },
  ...more,
})

describe('an error that a device reports', () => {
  test('keeps what the device said', () => {
    const error = deviceError(frame({ stack: '    at f (:1:33)\n', at: 4 }))
    expect(error).toBeInstanceOf(DeviceError)
    expect(error).toMatchObject({ code: 'E_DEVICE_EXCEPTION', kind: 'device-failed', place: 'frame 7' })
    expect(error.trouble).toEqual({
      kind: 'exception',
      message: 'no such thing',
      printed: 'Uncaught no such thing\n    at f (:1:33)\n',
      f: 7,
      at: 4,
    })
  })

  test.each([
    ['    at f (:1:33)\n    at g (:1:1)\nx\n^\n', '    at f (:1:33)\n    at g (:1:1)\nx\n^'],
    ['    at f (:1:33)\n    at g (:1:1', '    at f (:1:33)'],
    ['    at f (:1:33)\nx()\n^\n    at g (:1:12)\nabc', '    at f (:1:33)\nx()\n^'],
    ['    at f (:1', ''],
    ['', ''],
  ])('a stack that was cut off ends with a whole frame: %j', (stack, shown) => {
    expect(deviceError(frame({ stack })).message).toBe(
      `the device reports: no such thing${shown === '' ? '' : `\n${shown}`}`,
    )
  })

  test('a stack overflow is an exception to the device, and another thing to its user', () => {
    const error = deviceError(frame({ message: 'Too much recursion - the stack is about to overflow' }))
    expect(error.code).toBe('E_DEVICE_RECURSION')
    expect(error.cure).toContain('fewer brackets')
  })
})
