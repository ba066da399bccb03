import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { linkSignals } from '../engine/cancellation.ts'
import { onStreamEnd } from '../envelope/stream-end.ts'

/**
 * Sends a request that a signal ends, beside the caller's own. axios' `timeout` is idle time in Node.js, so a slowly
 * dripping body would outlive a deadline.
 *
 * @param config gets both signals while the request runs
 */
export function sendUntil(
  signal: AbortSignal,
  config: InternalAxiosRequestConfig,
  ask: () => Promise<AxiosResponse>,
): Promise<AxiosResponse> {
  const { signal: given } = config
  const { signal: linked, unlink } = linkSignals(given, signal)
  config.signal = linked
  const restore = () => {
    signal.removeEventListener('abort', restore)
    if (given === undefined) delete config.signal
    else config.signal = given
  }
  // The request may end some time after the abort, but the caller's config is restored at once.
  signal.addEventListener('abort', restore)
  const sending = ask()
  // A stream may outlive the call.
  const unlinkAfter = (response: AxiosResponse | undefined) => onStreamEnd(response?.data, unlink)
  sending.then(unlinkAfter, (rejection) => unlinkAfter(rejection?.response))
  return sending.finally(restore)
}
