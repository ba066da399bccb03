import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { linkSignals } from '../engine/cancellation.ts'
import { onStreamEnd } from '../envelope/stream-end.ts'

/**
 * Sends a request, and reads its response, until a signal ends both, beside the caller's own signal. axios' `timeout` is
 * idle time in Node.js, so a slowly dripping body would outlive a deadline.
 *
 * @param config gets both signals until the response is read
 */
export function exchangeUntil<T>(
  signal: AbortSignal,
  config: InternalAxiosRequestConfig,
  ask: () => Promise<AxiosResponse>,
  read: (sending: Promise<AxiosResponse>) => Promise<T>,
): Promise<T> {
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
  return read(sending).finally(restore)
}
