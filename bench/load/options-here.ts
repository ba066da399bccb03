import { setTimeout as timer } from 'node:timers/promises'
import type { TencentCloudOptions } from 'axios-tencentcloud'
import type { SideOptions } from './sides.ts'

/** The defaults, save that a batch job has no deadline. */
export function optionsHere({ waitFactor = 1, qps, shared }: SideOptions): TencentCloudOptions {
  return {
    service: 'cvm',
    retry: { deadlineMs: Number.POSITIVE_INFINITY },
    ...(waitFactor !== 1 && { clock: hastened(waitFactor) }),
    ...(qps !== undefined && { pacing: { limit: { qps }, ...(shared && { fleet: shared.fleet }) } }),
  }
}

const hastened = (factor: number): NonNullable<TencentCloudOptions['clock']> => ({
  now: Date.now,
  sleep: (ms, signal) => timer(ms * factor, undefined, { signal }),
  random: Math.random,
})
