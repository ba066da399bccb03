import type { AxiosInstance } from 'axios'
import axios from 'axios'
import type { FakeTencentCloud, FakeTencentCloudOptions, Listening } from 'axios-tencentcloud/testing'
import { createFakeTencentCloud } from 'axios-tencentcloud/testing'
import { expect, onTestFinished, vi } from 'vitest'
import { turn, until } from '../support/turns.ts'

export interface Loopback {
  fake: FakeTencentCloud
  listening: Listening
  /** Plain axios for KMS at the fake, which hands back every status. */
  kms: AxiosInstance
}

/** A fake that listens until the test is finished. */
export const startLoopback = async (options?: FakeTencentCloudOptions): Promise<Loopback> => {
  const fake = createFakeTencentCloud(options)
  const listening = await fake.listen()
  onTestFinished(() => listening.close())
  const kms = axios.create({ baseURL: listening.urlOf('kms'), proxy: false, validateStatus: () => true })
  return { fake, listening, kms }
}

/** That an answer of the fake waits for a timer of so many milliseconds, and for no other. */
export async function expectTimed(fake: FakeTencentCloud, ms: number, send: () => Promise<unknown>): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const answer = send()
  await until(() => fake.inFlight === 1)
  // It waits as soon as it has counted the request.
  await turn()
  vi.advanceTimersByTime(ms - 1)
  await turn()
  expect(fake.inFlight).toBe(1)
  vi.advanceTimersByTime(1)
  await answer
}
