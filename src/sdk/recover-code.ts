/** The code and system call of a failed request. */
interface RecoveredCode {
  readonly code: string
  readonly syscall?: string
}

/** How node-fetch 2 begins what it says of a request that failed; the reason is the message of Node's own error. */
const failedRequest = /^request to \S+ failed, reason: ?/

// `connect ECONNREFUSED 127.0.0.1:80`, `getaddrinfo ENOTFOUND host`: libuv's errors name the system call and their code.
const systemError = /^([a-z]{1,20}) (E[A-Z0-9_]{2,20})\b/

/** Node's messages without a code in them, of net, http and tls, by their beginning. */
const reasons: readonly (readonly [beginning: string, code: string])[] = [
  ['socket hang up', 'ECONNRESET'],
  ['aborted', 'ECONNRESET'],
  ['Client network socket disconnected before secure TLS connection was established', 'ECONNRESET'],
  ['self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ['self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['unable to verify the first certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['unable to get local issuer certificate', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ['certificate has expired', 'CERT_HAS_EXPIRED'],
  ["Hostname/IP does not match certificate's altnames", 'ERR_TLS_CERT_ALTNAME_INVALID'],
]

/** node-fetch's other messages, by their beginning. */
const messages: readonly (readonly [beginning: string, code: string])[] = [
  // From the socket to the headers of the answer: nobody knows what of that took so long.
  ['network timeout at: ', 'ETIMEDOUT'],
  ['Response timeout while trying to fetch ', 'ETIMEDOUT'],
  ['maximum redirect reached at: ', 'ERR_FR_TOO_MANY_REDIRECTS'],
]

const startingWith = (table: typeof reasons, text: string): string | undefined =>
  table.find(([beginning]) => text.startsWith(beginning))?.[1]

function codeOfReason(reason: string): RecoveredCode {
  const [, syscall, code] = systemError.exec(reason) ?? []
  if (code !== undefined && syscall !== undefined) return { code, syscall }
  // An AggregateError has no text: Node tried every address of the host, and could connect to none.
  if (reason === '') return { code: 'ECONNREFUSED', syscall: 'connect' }
  return { code: startingWith(reasons, reason) ?? 'ERR_NETWORK' }
}

/**
 * Reads the code of a transport error off its message, which is all that the official SDK leaves of it.
 *
 * @returns `ERR_NETWORK` for a request that failed for a reason unknown here, `ERR_BAD_RESPONSE` for any other text
 */
export function recoverCode(message: string): RecoveredCode {
  const head = failedRequest.exec(message)?.[0]
  if (head !== undefined) return codeOfReason(message.slice(head.length))
  return { code: startingWith(messages, message) ?? 'ERR_BAD_RESPONSE' }
}

/** A message without the query of the URL in it: requests by GET, and those of version 1, are signed there. */
export function withoutQuery(message: string): string {
  const url = message.search(/https?:\/\//)
  const space = message.indexOf(' ', url)
  const end = space < 0 ? message.length : space
  const query = message.indexOf('?', url)
  return url < 0 || query < 0 || query > end ? message : message.slice(0, query) + message.slice(end)
}
