import { createServer, type RequestListener } from 'node:http'
import {
  createTencentCloudFetch,
  type TencentCloudFetch,
  type TencentCloudFetchOptions,
  type UnderlyingFetch,
} from 'axios-tencentcloud/fetch'
import { onTestFinished } from 'vitest'
import { type Cloud, startCloud } from '../support/cloud.ts'

export interface FetchCloud extends Cloud {
  /** The address of the legacy API; append a query. */
  readonly legacy: string
  /** The address of a service. */
  at(service: string): string
  /** A fetch with the middleware, for which the fake is Tencent Cloud; its waits take no real time. */
  fetch(options?: TencentCloudFetchOptions, fetch?: UnderlyingFetch): TencentCloudFetch
}

/** A fake Tencent Cloud on a loopback port, and fetches that trust it. */
export async function startFetchCloud(options: Parameters<typeof startCloud>[0] = {}): Promise<FetchCloud> {
  const cloud = await startCloud(options)
  return {
    ...cloud,
    legacy: `${cloud.url}/kms/v2/index.php`,
    at: (service) => `${cloud.url}/${service}/`,
    fetch: (own = {}, fetch) =>
      createTencentCloudFetch(fetch, { service: 'kms', clock: cloud.clock, hosts: [cloud.url], ...own }),
  }
}

/** Serves over HTTP until the test ends; resolves to the address, without a slash at its end. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}
