import { expect, test } from 'vitest'
import { evenIntervalMs, toWindow } from '../../src/pacing/shared-limit.ts'

test.each([
  // qps, calls in a window, its length in ms, spacing in ms
  [100, 100, 1_000, 10.2],
  [20, 20, 1_000, 51],
  [2.5, 2, 800, 410],
  [1, 1, 1_000, 1_020],
  [0.8, 1, 1_250, 1_270],
  [0.5, 1, 2_000, 2_020],
])('%d calls a second are %d in %d ms, or one every %d ms', (qps, calls, windowMs, intervalMs) => {
  expect(toWindow(qps)).toEqual({ calls, windowMs })
  expect(evenIntervalMs(qps)).toBeCloseTo(intervalMs, 9)
})
