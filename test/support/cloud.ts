import axios, { type AxiosInstance, type CreateAxiosDefaults } from 'axios'
import { attachTencentCloud, type TencentCloudOptions } from 'axios-tencentcloud'
import { createFakeTencentCloud } from 'axios-tencentcloud/testing'
import { onTestFinished } from 'vitest'
import { InstantClock } from './clocks.ts'

type Fake = ReturnType<typeof createFakeTencentCloud>

export interface Cloud {
  readonly fake: Fake
  readonly url: string
  readonly clock: InstantClock
  /** An axios client of the fake with the middleware; its waits take no real time unless the options say otherwise. */
  client(
    options?: TencentCloudOptions,
    config?: CreateAxiosDefaults,
    prepare?: (http: AxiosInstance) => void,
  ): AxiosInstance
}

/** A fake Tencent Cloud on a loopback port, taken down when the test ends. */
export async function startCloud(options: Parameters<typeof createFakeTencentCloud>[0] = {}): Promise<Cloud> {
  const clock = new InstantClock()
  const fake = createFakeTencentCloud({ now: clock.now, ...options })
  const listening = await fake.listen()
  onTestFinished(() => listening.close())
  return {
    fake,
    url: listening.url,
    clock,
    client(attachOptions = {}, config = {}, prepare) {
      const http = axios.create({ baseURL: listening.urlOf('kms'), proxy: false, ...config })
      prepare?.(http)
      attachTencentCloud(http, { service: 'kms', clock, ...attachOptions })
      return http
    },
  }
}

/** Resolves to what a promise rejects with; fails when it does not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`expected a rejection, got ${JSON.stringify(value)?.slice(0, 200)}`)
    },
    (error: unknown) => error,
  )
}

/** The address of a loopback port without a listener. */
export async function closedPort(): Promise<string> {
  const listening = await createFakeTencentCloud().listen()
  await listening.close()
  return listening.url
}
