import { toFullUrl } from './host.ts'
import type { RequestShape } from './request-shape.ts'
import { hasMethod, ownProperty, tagOf } from './unknown-value.ts'

/** Reads a public parameter (`Action`, `Region`, `Nonce`, …) by its name; undefined where it is absent or empty. */
export type FieldReader = (name: string) => string | undefined

/** Bodies above this many characters or bytes are not parsed: public parameters are never worth that. */
const maxParsedBody = 1_048_576

/** Reads all that one place of a request says of a public parameter. */
type TextsReader = (name: string) => readonly string[]

const none: readonly string[] = []
const nothing: TextsReader = () => none

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined
}

/** A request value as texts: a string or a number, or a list of them. */
function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(textOf).filter((text) => text !== undefined)
  const text = textOf(value)
  return text === undefined ? none : [text]
}

function headerTexts(headers: object, lowerCaseName: string, names = Object.keys(headers)): readonly string[] {
  let texts = none
  for (const key of names) {
    if (key.length !== lowerCaseName.length || key.toLowerCase() !== lowerCaseName) continue
    const more = textsOf(ownProperty(headers, key))
    texts = texts.length === 0 ? more : [...texts, ...more]
  }
  return texts
}

/** A header by its name in lower case, whatever case the request has it in. */
export function readHeader(headers: unknown, lowerCaseName: string): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined
  try {
    return headerTexts(headers, lowerCaseName)[0]
  } catch {
    // A hostile getter: as good as absent.
    return undefined
  }
}

const headerPrefix = 'x-tc-'

/** The `X-TC-` headers by the rest of their names in lower case: few, so that the others are looked at once only. */
function readerOfHeaders({ headers }: RequestShape): TextsReader {
  if (typeof headers !== 'object' || headers === null) return nothing
  const names = Object.keys(headers).filter(
    (name) => name[4] === '-' && name.slice(0, headerPrefix.length).toLowerCase() === headerPrefix,
  )
  if (names.length === 0) return nothing
  return (name) => headerTexts(headers, headerPrefix + name.toLowerCase(), names)
}

function readerOfForm(text: string): TextsReader {
  const form = new URLSearchParams(text)
  return (name) => textsOf(form.getAll(name))
}

function isForm(value: unknown): value is { getAll(name: string): unknown } {
  if (!hasMethod(value, 'getAll')) return false
  const kind = tagOf(value)
  return kind === 'URLSearchParams' || kind === 'FormData'
}

/** Reads URLSearchParams, FormData (where files do not count) and any other object's own properties. */
function readerOfObject(value: unknown): TextsReader {
  if (isForm(value)) return (name) => textsOf(value.getAll(name))
  return (name) => textsOf(ownProperty(value, name))
}

function readerOfUrl(shape: RequestShape): TextsReader {
  const url = toFullUrl(shape.url, shape.baseURL, shape.allowAbsoluteUrls)
  const hash = url.indexOf('#')
  const beforeHash = hash < 0 ? url : url.slice(0, hash)
  const mark = beforeHash.indexOf('?')
  return mark < 0 ? nothing : readerOfForm(beforeHash.slice(mark + 1))
}

function readerOfParams(shape: RequestShape): TextsReader {
  return shape.params ? readerOfObject(shape.params) : nothing
}

/** Of a JSON body only the ClientToken counts: other names in it are the action's own parameters. */
function onlyClientToken(read: TextsReader): TextsReader {
  return (name) => (name === 'ClientToken' ? read(name) : [])
}

function readerOfText(text: string, contentType: string | undefined): TextsReader {
  if (text.length > maxParsedBody) return nothing
  if (text.trimStart().startsWith('{')) {
    return text.includes('"ClientToken"') ? onlyClientToken(readerOfObject(JSON.parse(text))) : nothing
  }
  // axios sends a string body as a form where nobody names a type.
  return contentType === undefined || isFormType(contentType) ? readerOfForm(text) : nothing
}

function isFormType(contentType: string): boolean {
  return contentType.toLowerCase().includes('application/x-www-form-urlencoded')
}

function readerOfBody(shape: RequestShape): TextsReader {
  const { data, headers } = shape
  if (typeof data === 'string') return readerOfText(data, readHeader(headers, 'content-type'))
  if (typeof data !== 'object' || data === null) return nothing
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
    const contentType = readHeader(headers, 'content-type')
    const readable = contentType !== undefined && isFormType(contentType) && data.byteLength <= maxParsedBody
    return readable ? readerOfForm(new TextDecoder().decode(data)) : nothing
  }
  // With the action in a header (API 3.0), names in the body are the action's own: DescribeBill has a Region, too.
  const isApi3 = readHeader(headers, 'x-tc-action') !== undefined
  return isApi3 ? onlyClientToken(readerOfObject(data)) : readerOfObject(data)
}

/** Where public parameters may stand, in the order in which they are looked for. */
const places: readonly ((shape: RequestShape) => TextsReader)[] = [
  readerOfHeaders,
  readerOfParams,
  readerOfUrl,
  readerOfBody,
]

function readerOf(place: (shape: RequestShape) => TextsReader, shape: RequestShape): TextsReader {
  try {
    return place(shape)
  } catch {
    return nothing
  }
}

/** Reads what one of the `places` says. Each is parsed when it is first asked, once at most. Never throws. */
function placesOf(shape: RequestShape): (index: number, name: string) => readonly string[] {
  const readers: TextsReader[] = []
  return (index, name) => {
    const place = places[index]
    if (!place) return none
    readers[index] ??= readerOf(place, shape)
    try {
      return readers[index](name)
    } catch {
      // A hostile getter: the next place may still have it.
      return none
    }
  }
}

/**
 * A reader of all that a request says of a public parameter, wherever it stands: an `X-TC-` header, params, the URL's own
 * query, the body (a form in any of its types, a plain object; of JSON only the ClientToken). Only own properties count.
 * Never throws.
 */
export function createTextsReader(shape: RequestShape): TextsReader {
  const textsAt = placesOf(shape)
  return (name) => places.flatMap((_, index) => textsAt(index, name))
}

/** A reader of the public parameters of a request: the first of what {@link createTextsReader} gives. Signed calls pass here. */
export function createFieldReader(shape: RequestShape): FieldReader {
  const textsAt = placesOf(shape)
  return (name) => {
    for (let index = 0; index < places.length; index++) {
      const text = textsAt(index, name)[0]
      if (text !== undefined) return text
    }
    return undefined
  }
}
