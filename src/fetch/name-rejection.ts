import { AxiosError, type InternalAxiosRequestConfig } from 'axios'

// How runtimes word a lost or refused connection: undici and Chromium "fetch", Firefox "NetworkError" and "input
// stream", Safari "Load failed" and "connection", undici's bodies "terminated", Deno "error sending request", workerd
// "Network connection lost".
const networkWords = /fetch|network|load failed|connection|terminated|sending request|input stream/i

function isLost(thrown: Error): boolean {
  return thrown.name === 'TypeError'
    ? networkWords.test(thrown.message)
    : /^Network connection lost/.test(thrown.message)
}

// undici's words for too many redirects, and for any redirect under `redirect: 'error'`. The next attempt would fail
// too.
const redirectWords = /^(?:unexpected redirect|redirect count exceeded)$/

function codeOf({ cause }: Error): string {
  if (cause instanceof Error && redirectWords.test(cause.message)) return AxiosError.ERR_FR_TOO_MANY_REDIRECTS
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined
  return typeof code === 'string' ? code : AxiosError.ERR_NETWORK
}

/**
 * Converts what a fetch rejected with to the AxiosError that axios' own adapters would give. Only the message
 * distinguishes a lost connection from a mistake of the caller. Undefined for anything but a lost connection or a
 * timeout.
 */
export function nameRejection(thrown: unknown, config: InternalAxiosRequestConfig): AxiosError | undefined {
  if (!(thrown instanceof Error)) return undefined
  const timedOut = thrown.name === 'TimeoutError'
  if (!timedOut && !isLost(thrown)) return undefined
  const reason = thrown.cause instanceof Error ? thrown.cause.message : ''
  const error = new AxiosError(reason || thrown.message, timedOut ? AxiosError.ETIMEDOUT : codeOf(thrown), config)
  Object.defineProperty(error, 'cause', { value: thrown, configurable: true, writable: true })
  return error
}
