import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { Clock } from '../retry/index.ts'
import { onCancel } from './cancellation.ts'
import type { Resign } from './options.ts'

/** The call's deadline cut a running attempt. */
export class DeadlineCut extends Error {
  constructor(afterMs: number) {
    super(`no answer within the deadline of ${afterMs} ms`)
  }
}

const isEncodable = (data: unknown): boolean => {
  if (data instanceof URLSearchParams || Array.isArray(data)) return true
  return typeof data === 'object' && data !== null && [Object.prototype, null].includes(Object.getPrototypeOf(data))
}

/** Runs the user's signer on a request; what it makes of `data` is encoded as axios would. */
export async function resignConfig(
  config: InternalAxiosRequestConfig,
  resign: Resign,
  attempt: number,
  now: number,
): Promise<InternalAxiosRequestConfig> {
  const before: unknown = config.data
  const signed = (await resign(config, { attempt, now })) ?? config
  if (signed.data !== before && isEncodable(signed.data)) {
    for (const transform of [signed.transformRequest ?? []].flat()) {
      signed.data = transform.call(signed, signed.data, signed.headers)
    }
  }
  return signed
}

/**
 * Sends with a limit on the time: axios' `timeout` is idle time in Node, and a body that drips outlives it.
 *
 * @throws DeadlineCut at the limit, whatever the adapter does with its signal
 */
export function sendWithin(
  adapter: AxiosAdapter,
  config: InternalAxiosRequestConfig,
  leftMs: number,
  clock: Clock,
  cut: DeadlineCut,
): Promise<AxiosResponse> {
  const { signal, cancelToken } = config
  const request = new AbortController()
  const timer = new AbortController()
  const stopListening = onCancel(config, () => request.abort())
  if (signal?.aborted) request.abort()
  config.signal = request.signal
  delete config.cancelToken
  return new Promise<AxiosResponse>((resolve, reject) => {
    clock.sleep(Math.max(0, leftMs), timer.signal).then(
      () => {
        reject(cut)
        request.abort()
      },
      () => {},
    )
    adapter(config).then(resolve, reject)
  }).finally(() => {
    timer.abort()
    stopListening()
    if (signal === undefined) delete config.signal
    else config.signal = signal
    if (cancelToken !== undefined) config.cancelToken = cancelToken
  })
}
