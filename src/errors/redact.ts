import { printableMessage, printableName } from './printable.ts'

/** What stands where a secret stood. */
export const mask = '[redacted]'

// How names end under which a request carries a secret, in any letter case, in headers, params, URL and body alike:
// `SecretKey`, `x-cos-security-token`, `q-signature`, `LoginPassword`, `SecretString`. The tokens of retries and of pages are none.
const secretName =
  /(?:secret(?:[-_]?(?:id|key|string|binary))?|(?:pass(?:word|wd|phrase)|pwd)|(?:access|api|private)[-_]?key|(?<!(?:client|context|next|page)[-_]?)token|authorization|signature|(?:^|[-_])sign|(?:^|user_?)sig|cookie)$/i

// A SecretId has a fixed look, so that one in a server's message is known even when the request hid it.
const secretIdText = /AKID[A-Za-z0-9_-]{12,60}/g

// A key or token that is named beside its value, as in what a credentials provider passes on.
const namedSecret = /((?:secret_?key|token)"?\s{0,4}[:=]\s{0,4}"?)[\w+/=.~-]{12,4096}/gi

// Shorter values are words of everyday text; striking them would garble the message.
const shortestSecret = 4
const everydayText = /^(?:true|false|null|none)$/i

/** Written in one way, wherever it stands. */
const plainText = /^[\w.~-]+$/
const deepest = 6

/** Bodies of more characters, or bytes, are not searched. */
const longestScan = 1_048_576

/** Characters that are kept of the stack of a cause: its message may be a server's, of any length. */
const longestStack = 10_000

/** The parts of a request in which secrets stand. */
interface SecretHolder {
  readonly url?: string | undefined
  readonly baseURL?: string | undefined
  readonly headers?: unknown
  readonly params?: unknown
  readonly data?: unknown
  readonly auth?: unknown
  readonly proxy?: unknown
}

/** What HTTP sends for a user and a password. Source: RFC 7617. */
function basicCredentials(user: unknown, password: string): string {
  const bytes = new TextEncoder().encode(`${user ?? ''}:${password}`)
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

const isBytes = (value: object): value is ArrayBuffer | ArrayBufferView<ArrayBuffer> =>
  ArrayBuffer.isView(value) || value instanceof ArrayBuffer

/**
 * The values of the secrets that a request carries: SecretId, SecretKey, tokens, Authorization (also its parts),
 * signatures, cookies and passwords. Where they are not looked for is in SECURITY.md. Takes time in proportion to the request.
 */
export function collectSecrets(request: SecretHolder): ReadonlySet<string> {
  const found = new Set<string>()
  const seen = new WeakSet<object>()
  const add = (value: unknown) => {
    const text = typeof value === 'number' ? String(value) : value
    if (typeof text !== 'string' || text.length < shortestSecret || everydayText.test(text)) return
    found.add(text)
    if (plainText.test(text)) return
    // As it stands in a URL or a JSON that the server repeats.
    found.add(encodeURIComponent(text.toWellFormed()))
    found.add(JSON.stringify(text).slice(1, -1))
  }
  const addNamed = (value: unknown) => {
    add(value)
    // `TC3-HMAC-SHA256 Credential=AKID…/date/…, Signature=…`, `a=1; b=2` and `Bearer …`: the parts are secrets too.
    if (typeof value !== 'string') return
    for (const [, name, part] of value.matchAll(/(SignedHeaders)?=\s?([^\s,;/=]{8,200})/g)) {
      if (name === undefined) add(part)
    }
    add(/^[\w-]{1,64} (\S+)$/.exec(value)?.[1])
  }
  const addLogin = (auth: unknown) => {
    if (!isObject(auth) || typeof auth.password !== 'string') return
    add(auth.password)
    add(basicCredentials(auth.username, auth.password))
  }
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === 'string') visitText(value, depth)
    if (!isObject(value) || depth > deepest || seen.has(value)) return
    seen.add(value)
    if (isPairs(value)) visitPairs(value, depth)
    else if (Array.isArray(value)) for (const inner of value) visitInner(inner, depth)
    else if (isBytes(value)) visitBytes(value, depth)
    else if (!isStream(value)) visitPairs(Object.entries(value), depth)
  }
  const visitPairs = (pairs: Iterable<readonly [string, unknown]>, depth: number) => {
    for (const [name, inner] of pairs) {
      if (secretName.test(name)) (Array.isArray(inner) ? inner : [inner]).forEach(addNamed)
      visitInner(inner, depth)
    }
  }
  const visitInner = (inner: unknown, depth: number) => {
    if (typeof inner === 'object' || (typeof inner === 'string' && isJson(inner))) visit(inner, depth + 1)
  }
  const visitBytes = (bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>, depth: number) => {
    if (bytes.byteLength <= longestScan) visitText(new TextDecoder().decode(bytes), depth)
  }
  const visitText = (text: string, depth: number) => {
    if (text.length > longestScan) return
    if (isJson(text)) {
      try {
        visit(JSON.parse(text), depth)
      } catch {
        // Not JSON after all.
      }
    } else if (text.includes('=')) {
      visit(new URLSearchParams(text.slice(text.indexOf('?') + 1)), depth)
    }
  }
  const { url, baseURL, headers, params, data, auth, proxy } = request
  for (const part of [headers, params, url, baseURL, data]) safely(() => visit(part, 0))
  for (const address of [url, baseURL]) safely(() => addLogin(loginOf(address)))
  for (const login of [auth, isObject(proxy) && proxy.auth]) safely(() => addLogin(login))
  return found
}

const isJson = (text: string): boolean => /^[{[]/.test(text.trimStart())

/** The user and the password that an address names, decoded as axios sends them. */
function loginOf(address: string | undefined): Record<string, unknown> | undefined {
  const [, username = '', password] =
    /^[a-z][a-z0-9+.-]*:\/\/([^/@:]{0,200}):([^/@]{1,200})@/i.exec(address ?? '') ?? []
  return password === undefined ? undefined : { username: decoded(username), password: decoded(password) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A hostile getter hides its own part at most. */
function safely(step: () => void): void {
  try {
    step()
  } catch {
    // Nothing is found there.
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isStream = ({ pipe, getReader }: Record<string, unknown>): boolean =>
  typeof pipe === 'function' || typeof getReader === 'function'

function isPairs(value: object): value is Iterable<[string, unknown]> {
  return value instanceof URLSearchParams || (typeof FormData !== 'undefined' && value instanceof FormData)
}

/** Replaces the given secrets, and whatever looks like a SecretId, in a text. */
export function redact(text: string, secrets: ReadonlySet<string>): string {
  let result = text
  // Longest first: the parts of an Authorization header stand inside it.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) result = result.replaceAll(secret, mask)
  return result.replace(secretIdText, mask).replace(namedSecret, `$1${mask}`)
}

// Of Node's and node-fetch's errors; the last three are the official SDK's.
const causeFields = [
  'code',
  'errno',
  'syscall',
  'address',
  'port',
  'hostname',
  'status',
  'type',
  'httpCode',
  'requestId',
  'traceId',
] as const

/**
 * A copy of an error that is safe to print: class, message, stack, system fields and causes, secrets struck out; without
 * config, request and response.
 */
export function redactCause(cause: unknown, secrets: ReadonlySet<string>, depth = 0): Error | undefined {
  if (!(cause instanceof Error) || depth > deepest) return undefined
  const copy: Error = Object.create(Object.getPrototypeOf(cause))
  const set = (name: string, value: unknown, enumerable: boolean) =>
    Object.defineProperty(copy, name, { value, enumerable, writable: true, configurable: true })
  set('name', cause.name, false)
  set('message', printableMessage(redact(String(cause.message), secrets)), false)
  set(
    'stack',
    redact(String(cause.stack ?? ''), secrets)
      .slice(0, longestStack)
      .toWellFormed(),
    false,
  )
  for (const field of causeFields) {
    const value: unknown = Reflect.get(cause, field)
    if (typeof value === 'number') set(field, value, true)
    else if (typeof value === 'string') set(field, printableName(redact(value, secrets)), true)
  }
  const inner = redactCause(cause.cause, secrets, depth + 1)
  if (inner) set('cause', inner, false)
  return copy
}
