import axios, { type AxiosInstance } from 'axios'
import { attachTencentCloud, type TencentCloudOptions } from 'axios-tencentcloud'
import { createFakeTencentCloud, type FakeTencentCloud } from 'axios-tencentcloud/testing'
import { onTestFinished } from 'vitest'
import { IdleClock } from './idle-clock.ts'

export interface IdleCloud {
  readonly clock: IdleClock
  readonly fake: FakeTencentCloud
  /** The address of the service. */
  readonly url: string
  /** An axios client of the service with the middleware. */
  client(options?: TencentCloudOptions, prepare?: (http: AxiosInstance) => void): AxiosInstance
}

/** A fake on a loopback port and the clock that it shares with its clients: only waits take time. */
export async function startIdleCloud(service = 'kms'): Promise<IdleCloud> {
  const clock = new IdleClock()
  const fake = createFakeTencentCloud({ now: clock.now, sleep: clock.held })
  const listening = await fake.listen()
  onTestFinished(() => listening.close())
  const url = listening.urlOf(service)
  return {
    clock,
    fake,
    url,
    client(options = {}, prepare) {
      const http = axios.create({ baseURL: url, proxy: false, adapter: clock.adapter })
      prepare?.(http)
      attachTencentCloud(http, { service, clock, ...options })
      return http
    },
  }
}
