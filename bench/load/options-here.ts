import { setTimeout as timer } from 'node:timers/promises'
import type { TencentCloudOptions } from 'axios-tencentcloud'
import type { SideOptions } from './sides.ts'

/** Whether `attachTencentCloud` has the option `pacing` yet; without it no limit can be told. */
export const hasPacing = false

/** The defaults, save that a batch job has no deadline. */
export function optionsHere({ waitFactor = 1, qps }: SideOptions): TencentCloudOptions {
  const options = {
    service: 'cvm',
    retry: { deadlineMs: Number.POSITIVE_INFINITY },
    ...(waitFactor !== 1 && { clock: hastened(waitFactor) }),
    ...(qps !== undefined && { pacing: { limit: { qps } } }),
  }
  return options
}

const hastened = (factor: number): NonNullable<TencentCloudOptions['clock']> => ({
  now: Date.now,
  sleep: (ms, signal) => timer(ms * factor, undefined, { signal }),
  random: Math.random,
})
