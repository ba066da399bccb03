import { isObject } from '../check/check.ts'
import { findKeys, type Span } from './key-forms.ts'
import { defineLazily } from './lazily.ts'
import { fold, toNormalText } from './normal-form.ts'
import { toPrintableLines, toPrintableMessage, toPrintableName } from './printable.ts'

/** The text that replaces a secret. */
export const mask = '[redacted]'

// The ends of names whose values are secrets, in any letter case, in headers, params, URL and body: `SecretKey`,
// `x-cos-security-token`, `q-signature`, `LoginPassword`, `SecretString`, `bot_app_key` of ADP. The tokens of retries (ClientToken) and of
// pages are not secrets.
const secretName =
  /(?:secret(?:[-_]?(?:id|key|string|binary))?|(?:pass(?:word|wd|phrase)|pwd)|(?:access|api|app|private)[-_]?key|(?<!(?:client|context|next|page)[-_]?)token|authorization|signature|(?:^|[-_])sign|(?:^|user_?)sig|cookie)$/i

// Characters. Shorter values, and these words, occur in ordinary text: removing them would garble the message.
const shortestSecret = 4
const everydayText = /^(?:true|false|null|none)$/i

/** The depth to which values, and chains of causes, are followed. */
const deepest = 6

/** Characters or bytes. A larger body is not searched. */
const longestScan = 1_048_576

/** Characters of a cause's stack, which begins with its message: that may be a server's, of any length. */
const longestStack = 10_000

/** The parts of a request that may contain secrets. */
interface SecretHolder {
  readonly url?: string | undefined
  readonly baseURL?: string | undefined
  readonly headers?: unknown
  readonly params?: unknown
  readonly data?: unknown
  readonly auth?: unknown
  readonly proxy?: unknown
}

/** Encodes a user and a password as HTTP sends them. Source: RFC 7617. */
function toBasicCredentials(user: unknown, password: string): string {
  const bytes = new TextEncoder().encode(`${user ?? ''}:${password}`)
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

const isBytes = (value: object): value is ArrayBuffer | ArrayBufferView<ArrayBuffer> =>
  ArrayBuffer.isView(value) || value instanceof ArrayBuffer

/**
 * Collects the secrets of requests, or of several forms of one: SecretId, SecretKey, tokens, Authorization and its parts, signatures, cookies and
 * passwords. SECURITY.md lists the places that are not searched. The time is linear in the size of the request. Never
 * throws.
 */
export function collectSecrets(...requests: readonly SecretHolder[]): ReadonlySet<string> {
  const found = new Set<string>()
  const seen = new Set<unknown>()
  const add = (value: unknown) => {
    const text = typeof value === 'number' ? String(value) : value
    if (typeof text !== 'string' || text.length < shortestSecret || everydayText.test(text)) return
    found.add(text)
  }
  const addNamed = (value: unknown) => {
    add(value)
    // The parts of `TC3-HMAC-SHA256 Credential=AKID…/date/…, Signature=…`, `a=1; b=2` and `Bearer …` are secrets too.
    if (typeof value !== 'string') return
    for (const [, name, part] of value.matchAll(/(SignedHeaders)?=\s?([^\s,;/=]{8,200})/g)) {
      if (name === undefined) add(part)
    }
    add(/^[\w-]{1,64} (\S+)$/.exec(value)?.[1])
  }
  const addLogin = (auth: unknown) => {
    if (!isObject(auth) || typeof auth.password !== 'string') return
    add(auth.password)
    add(toBasicCredentials(auth.username, auth.password))
  }
  const visit = (value: unknown, depth: number): void => {
    if (depth > deepest || seen.has(value)) return
    if (typeof value === 'string') {
      // Forms of one request have most texts in common.
      if (depth === 0) seen.add(value)
      visitText(value, depth)
    }
    if (!isObject(value)) return
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
        // The text only begins like JSON.
      }
    } else if (text.includes('=')) {
      visit(new URLSearchParams(text.slice(text.indexOf('?') + 1)), depth)
    }
  }
  for (const { url, baseURL, headers, params, data, auth, proxy } of requests) {
    for (const part of [headers, params, url, baseURL, data]) safely(() => visit(part, 0))
    for (const address of [url, baseURL]) safely(() => addLogin(parseLogin(address)))
    for (const login of [auth, isObject(proxy) && proxy.auth]) safely(() => addLogin(login))
  }
  for (const login of readProxyLogins()) safely(() => addLogin(login))
  return found
}

const isJson = (text: string): boolean => /^[{[]/.test(text.trimStart())

/** Parses user and password in an address, percent-decoded as axios sends them; undefined if it has no password. */
function parseLogin(address: string | undefined): Record<string, unknown> | undefined {
  const [, username = '', password] =
    /^[a-z][a-z0-9+.-]*:\/\/([^/@:]{0,200}):([^/@]{1,200})@/i.exec(address ?? '') ?? []
  return password === undefined ? undefined : { username: decode(username), password: decode(password) }
}

/** The variables from which axios, Node.js and the official SDK take their proxy, in either case. */
const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy', 'npm_config_proxy', 'npm_config_https_proxy']

/** Reads the logins for the proxies that the environment names, if there is one. */
function readProxyLogins(): readonly unknown[] {
  const env = globalThis.process?.env ?? {}
  return proxyVariables
    .flatMap((name) => [env[name], env[name.toUpperCase()]])
    .filter((address) => address?.includes('@'))
    .map((address = '') => parseLogin(address.includes('://') ? address : `http://${address}`))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Runs a step of the search. A throwing getter skips only the part of the request that this step searches. */
function safely(step: () => void): void {
  try {
    step()
  } catch {
    // This part is skipped.
  }
}

const isStream = ({ pipe, getReader }: Readonly<Record<string, unknown>>): boolean =>
  typeof pipe === 'function' || typeof getReader === 'function'

function isPairs(value: object): value is Iterable<[string, unknown]> {
  return value instanceof URLSearchParams || (typeof FormData !== 'undefined' && value instanceof FormData)
}

/** Characters of a text that are searched. What is shown of it is shorter by far, so the rest is dropped. */
const longestText = 65_536

/** A secret, and what is compared with the normal form of a text. */
interface Known {
  readonly raw: string
  readonly folded: string
}

const prepared = new WeakMap<ReadonlySet<string>, { readonly size: number; readonly known: readonly Known[] }>()

/** The secrets in the form in which they are compared. Kept, because an error has many texts; sets only grow. */
function prepare(secrets: ReadonlySet<string>): readonly Known[] {
  const before = prepared.get(secrets)
  if (before?.size === secrets.size) return before.known
  const known = Array.from(secrets, (raw) => ({ raw, folded: fold(toNormalText(raw).text) })).filter(
    ({ raw }) => raw.length >= shortestSecret,
  )
  prepared.set(secrets, { size: secrets.size, known })
  return known
}

function findAll(text: string, part: string): readonly Span[] {
  const found: Span[] = []
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) {
    found.push([at, at + part.length])
  }
  return found
}

/** A scheme and credentials. Their parts are secrets too, and the scheme alone is not a secret. */
const isHeader = /^(?:TC3-HMAC-SHA256|Bearer|Basic|Digest|Token) /i

/** Characters of a secret that are struck where a text was cut within it. */
const shortestPart = 8

/** Characters that a half encoding at the end of a text can have: `\\u00e` is one of six. */
const longestRest = 12

/** Finds the beginning of a secret at the end of a text that was cut. */
function findCut(text: string, { raw, folded }: Known): readonly Span[] {
  if (isHeader.test(raw)) return []
  const part = folded.slice(0, shortestPart)
  if (part.length < shortestPart) return []
  let at = Math.max(0, text.length - folded.length - longestRest)
  for (at = text.indexOf(part, at); at >= 0; at = text.indexOf(part, at + 1)) {
    let end = at + part.length
    while (end < text.length && text[end] === folded[end - at]) end++
    // A whole one is found elsewhere, and what follows it is no part of it.
    if (end < at + folded.length && text.length - end <= longestRest) return [[at, text.length]]
  }
  return []
}

/** Replaces the spans in a text by the mask, those that overlap by one. */
function strike(text: string, spans: readonly Span[]): string {
  const parts: string[] = []
  let done = 0
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    if (start >= done) parts.push(text.slice(done, start), mask)
    done = Math.max(done, end)
  }
  return [...parts, text.slice(done)].join('')
}

/**
 * Replaces the given secrets in a text, and everything that has the form of a SecretId or of a named key or token. A
 * secret is found however it is encoded: by this package or axios in a URL or a form, in JSON, in HTML, or in several of
 * them, each character in its own way.
 *
 * @param isCut true for the beginning of a longer text: the beginning of a secret at its end is replaced too
 */
export function redact(given: string, secrets: ReadonlySet<string>, isCut = given.length > longestText): string {
  const text = given.slice(0, longestText)
  const known = prepare(secrets)
  const { text: normal, startOf } = toNormalText(text)
  const folded = fold(normal)
  const spans = [
    ...findKeys(normal),
    ...known.flatMap((secret) => [
      ...(secret.folded.length < shortestSecret ? [] : findAll(folded, secret.folded)),
      ...(isCut ? findCut(folded, secret) : []),
    ]),
  ].map(([start, end]): Span => [startOf(start), startOf(end)])
  // In the text itself too: what precedes a secret may look like the beginning of an encoding.
  const plain = normal === text ? [] : findKeys(text)
  return strike(text, [...spans, ...plain, ...known.flatMap(({ raw }) => findAll(text, raw))])
}

/**
 * The fields that a copied cause keeps: those of the errors of Node and node-fetch; the last three of the official SDK.
 */
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
 * Copies an error so that it is safe to print: class, message, stack, system fields and causes, with the secrets
 * removed; without config, request and response.
 * @returns undefined if `cause` is not an Error
 */
export function redactCause(cause: unknown, secrets: ReadonlySet<string>, depth = 0): Error | undefined {
  if (!(cause instanceof Error) || depth > deepest) return undefined
  const copy: Error = Object.create(Object.getPrototypeOf(cause))
  const set = (name: string, value: unknown, enumerable: boolean) =>
    Object.defineProperty(copy, name, { value, enumerable, writable: true, configurable: true })
  set('name', toPrintableName(redact(String(cause.name), secrets)), false)
  set('message', toPrintableMessage(redact(String(cause.message), secrets)), false)
  const stack = String(cause.stack ?? '')
  defineLazily(copy, 'stack', false, () => toPrintableLines(redact(stack, secrets), longestStack))
  for (const field of causeFields) {
    const value: unknown = Reflect.get(cause, field)
    if (typeof value === 'number') set(field, value, true)
    else if (typeof value === 'string') set(field, toPrintableName(redact(value, secrets)), true)
  }
  const inner = redactCause(cause.cause, secrets, depth + 1)
  if (inner) set('cause', inner, false)
  return copy
}
