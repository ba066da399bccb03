/** The code and system call of a failed request. */
interface RecoveredCode {
  readonly code: string
  readonly syscall?: string
}

/** How node-fetch 2 begins the message of a failed request. The message of Node's own error follows. */
const failedRequest = /^request to \S+ failed, reason: ?/

// `connect ECONNREFUSED 127.0.0.1:80`, `getaddrinfo ENOTFOUND host`: libuv's errors name the system call and their code.
const systemError = /^([a-z]{1,20}) (E[A-Z0-9_]{2,20})\b/

/** The beginnings of messages of Node's net, http and tls that contain no code, and their codes. */
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

/** The beginnings of node-fetch's other messages, and their codes. */
const messages: readonly (readonly [beginning: string, code: string])[] = [
  // This timeout lasts from the socket to the response's headers, so the slow part is not known.
  ['network timeout at: ', 'ETIMEDOUT'],
  ['Response timeout while trying to fetch ', 'ETIMEDOUT'],
  ['maximum redirect reached at: ', 'ERR_FR_TOO_MANY_REDIRECTS'],
]

const startingWith = (table: typeof reasons, text: string): string | undefined =>
  table.find(([beginning]) => text.startsWith(beginning))?.[1]

function codeOfReason(reason: string): RecoveredCode {
  const [, syscall, code] = systemError.exec(reason) ?? []
  if (code !== undefined && syscall !== undefined) return { code, syscall }
  // The message of an AggregateError is empty: Node.js tried every address of the host, and all refused.
  if (reason === '') return { code: 'ECONNREFUSED', syscall: 'connect' }
  return { code: startingWith(reasons, reason) ?? 'ERR_NETWORK' }
}

/**
 * Reads the code of a transport error from its message, the only part that the official SDK keeps.
 *
 * @returns `ERR_NETWORK` for a request that failed for an unknown reason, `ERR_BAD_RESPONSE` for any other text
 */
export function recoverCode(message: string): RecoveredCode {
  const head = failedRequest.exec(message)?.[0]
  if (head !== undefined) return codeOfReason(message.slice(head.length))
  return { code: startingWith(messages, message) ?? 'ERR_BAD_RESPONSE' }
}

/**
 * Removes the query of the URL in a message, because GET requests and signatures of version 1 have the signature there.
 */
export function withoutQuery(message: string): string {
  const url = message.search(/https?:\/\//)
  const space = message.indexOf(' ', url)
  const end = space < 0 ? message.length : space
  const query = message.indexOf('?', url)
  return url < 0 || query < 0 || query > end ? message : message.slice(0, query) + message.slice(end)
}
