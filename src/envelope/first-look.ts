// What every response passes. It only finds out whether a body may be a failure; the readers of the dialects are loaded
// with the first body that may be one. No dialect calls a failure what passes here as a success.
import { isRecord, readOwn } from '../check/check.ts'
import type { Envelope, TextReading } from './envelope.ts'
import { parseText } from './parse-text.ts'

type JsonObject = Readonly<Record<string, unknown>>
type Readers = typeof import('./dialects.ts')

/** Undefined until they are needed. */
let readers: Readers | undefined

/** The fields that hold the code of a failure, and those that hold an object with it. */
const codeFields = ['code', 'ErrorCode', 'errorcode', 'errorCode', 'result', 'ret', 'retcode', 'ret_code', 'retCode']
const objectFields = ['Error', 'error', 'status']

/** COS' error document. Other pages, and broken JSON, are not envelopes. */
const cosDocument = /^\s*(?:<\?xml[^>]*>\s*)?<Error>/

/** Could a field `status` be the code of the map service? Not the statuses by which other APIs say success. */
const mayBeStatus = (value: unknown): boolean => typeof value === 'number' && value !== 0 && value !== 200

const isCode = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'

/** The object in which an answer of API 3.0 has its error, or the whole body. */
const findParent = (body: JsonObject): JsonObject => {
  const response = readOwn(body, 'Response')
  return isRecord(response) ? response : body
}

function mayBeFailure(body: JsonObject): boolean {
  const parent = findParent(body)
  if (parent !== body) return isRecord(readOwn(parent, 'Error'))
  const code = readOwn(body, 'code')
  // The common success of the legacy API. Beside such a code of a gateway, IM may have a failure.
  if (code === 0 || code === '0') return Number(readOwn(body, 'ErrorCode') ?? 0) !== 0
  return (
    codeFields.some((key) => isCode(readOwn(body, key))) ||
    objectFields.some((key) => isRecord(readOwn(body, key))) ||
    mayBeStatus(readOwn(body, 'status'))
  )
}

/** What can be said of a failure without the readers; undefined where a success has the same form. */
function readWithout(body: JsonObject): Envelope | undefined {
  const parent = findParent(body)
  const error = readOwn(parent, 'Error')
  const values = isRecord(error) ? [readOwn(error, 'Code')] : codeFields.map((key) => readOwn(body, key))
  const code = values.find((value) => isCode(value) && Number(value) !== 0)
  if (code === undefined) return undefined
  const requestId = String(readOwn(parent, 'RequestId') ?? readOwn(parent, 'requestId') ?? '') || undefined
  const certainty = parent !== body && requestId ? 'certain' : 'by-host'
  const moduleCode = /^\s*[(（](-?\d+)/.exec(String(readOwn(body, 'message')))?.[1]
  return { dialect: 'unread', certainty, code: String(code), message: '', moduleCode, requestId }
}

/** Reads with the readers of all dialects: at once if they are loaded. */
function readWithAll<T>(read: (all: Readers) => T, otherwise: () => T): T | Promise<T> {
  if (readers) return read(readers)
  return import('./dialects.ts').then((loaded) => {
    readers = loaded
    return read(loaded)
  }, otherwise)
}

/** Finds the failure that a parsed body reports; undefined for a success or an unknown body. Never throws. */
export function lookAtObject(body: unknown): Envelope | undefined | Promise<Envelope | undefined> {
  try {
    if (!isRecord(body) || !mayBeFailure(body)) return undefined
  } catch {
    // A getter or a proxy has thrown: the body is not an envelope.
    return undefined
  }
  return readWithAll(
    ({ readObject }) => readObject(body),
    () => readWithout(body),
  )
}

/** The same for a text body, which is parsed once. */
export function lookAtText(body: string): TextReading | Promise<TextReading> {
  const { parsed, xml } = parseText(body)
  if (xml === undefined) return withParsed(parsed, lookAtObject(parsed))
  if (!cosDocument.test(xml)) return {}
  return withParsed(
    undefined,
    readWithAll<Envelope | undefined>(
      ({ readCosXml }) => readCosXml(xml),
      () => ({ dialect: 'unread', certainty: 'by-host', code: 'ERR_NOT_LOADED', message: '' }),
    ),
  )
}

function withParsed(
  parsed: unknown,
  envelope: Envelope | undefined | Promise<Envelope | undefined>,
): TextReading | Promise<TextReading> {
  return envelope instanceof Promise ? envelope.then((read) => ({ parsed, envelope: read })) : { parsed, envelope }
}
