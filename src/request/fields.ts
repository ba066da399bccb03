import { toFullUrl } from './host.ts'
import type { RequestShape } from './request-shape.ts'
import { hasMethod, readOwnProperty, readTag } from './unknown-value.ts'

/** Reads a public parameter (`Action`, `Region`, `Nonce`, …) by its name; undefined if it is absent or empty. */
export type FieldReader = (name: string) => string | undefined

/** Characters or bytes. A larger body is not parsed for public parameters, because that would take too long. */
const maxParsedBody = 1_048_576

/** Reads all values of a public parameter, from one place of a request or from all of them. */
type TextsReader = (name: string) => readonly string[]

const none: readonly string[] = []
const readNothing: TextsReader = () => none

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined
}

/** Converts a string, a number or an array of them to texts. Empty strings and other values are left out. */
function toTexts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(toText).filter((text) => text !== undefined)
  const text = toText(value)
  return text === undefined ? none : [text]
}

/** Reads all values of a header, whose name may stand there several times in different letter case. */
function readHeaderTexts(headers: object, lowerCaseName: string, names = Object.keys(headers)): readonly string[] {
  let texts = none
  for (const key of names) {
    if (key.length !== lowerCaseName.length || key.toLowerCase() !== lowerCaseName) continue
    const more = toTexts(readOwnProperty(headers, key))
    texts = texts.length === 0 ? more : [...texts, ...more]
  }
  return texts
}

/**
 * Reads a header. The request may have its name in any letter case; the argument is in lower case. Never throws.
 */
export function readHeader(headers: unknown, lowerCaseName: string): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined
  try {
    return readHeaderTexts(headers, lowerCaseName)[0]
  } catch {
    // A getter has thrown: the header counts as absent.
    return undefined
  }
}

const headerPrefix = 'x-tc-'

/** Reads the `X-TC-` headers. Their names are filtered once, so that each read compares only these few. */
function createHeaderReader({ headers }: RequestShape): TextsReader {
  if (typeof headers !== 'object' || headers === null) return readNothing
  const names = Object.keys(headers).filter(
    (name) => name[4] === '-' && name.slice(0, headerPrefix.length).toLowerCase() === headerPrefix,
  )
  if (names.length === 0) return readNothing
  return (name) => readHeaderTexts(headers, headerPrefix + name.toLowerCase(), names)
}

function createFormReader(text: string): TextsReader {
  const form = new URLSearchParams(text)
  return (name) => toTexts(form.getAll(name))
}

function isForm(value: unknown): value is { getAll(name: string): unknown } {
  if (!hasMethod(value, 'getAll')) return false
  const kind = readTag(value)
  return kind === 'URLSearchParams' || kind === 'FormData'
}

/** Reads URLSearchParams, FormData (files do not count), and the own properties of any other object. */
function createObjectReader(value: unknown): TextsReader {
  if (isForm(value)) return (name) => toTexts(value.getAll(name))
  return (name) => toTexts(readOwnProperty(value, name))
}

function createUrlReader(shape: RequestShape): TextsReader {
  const url = toFullUrl(shape.url, shape.baseURL, shape.allowAbsoluteUrls)
  const hash = url.indexOf('#')
  const beforeHash = hash < 0 ? url : url.slice(0, hash)
  const mark = beforeHash.indexOf('?')
  return mark < 0 ? readNothing : createFormReader(beforeHash.slice(mark + 1))
}

function createParamsReader(shape: RequestShape): TextsReader {
  return shape.params ? createObjectReader(shape.params) : readNothing
}

/**
 * Reads only the ClientToken and CloudBase's `action`, as in a JSON body: other names there are the action's own
 * parameters.
 */
function onlyShared(read: TextsReader): TextsReader {
  return (name) => (name === 'ClientToken' || name === 'action' ? read(name) : [])
}

function createTextReader(text: string, contentType: string | undefined): TextsReader {
  if (text.length > maxParsedBody) return readNothing
  if (text.trimStart().startsWith('{')) {
    return /"(?:ClientToken|action)"/.test(text) ? onlyShared(createObjectReader(JSON.parse(text))) : readNothing
  }
  // axios sends a string body without a content type as a form.
  return contentType === undefined || isFormType(contentType) ? createFormReader(text) : readNothing
}

function isFormType(contentType: string): boolean {
  return contentType.toLowerCase().includes('application/x-www-form-urlencoded')
}

function createBodyReader(shape: RequestShape): TextsReader {
  const { data, headers } = shape
  if (typeof data === 'string') return createTextReader(data, readHeader(headers, 'content-type'))
  if (typeof data !== 'object' || data === null) return readNothing
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
    const contentType = readHeader(headers, 'content-type')
    const readable = contentType !== undefined && isFormType(contentType) && data.byteLength <= maxParsedBody
    return readable ? createFormReader(new TextDecoder().decode(data)) : readNothing
  }
  // With the action in a header (API 3.0), names in the body are the action's own: DescribeBill has a Region, too.
  const isApi3 = readHeader(headers, 'x-tc-action') !== undefined
  return isApi3 ? onlyShared(createObjectReader(data)) : createObjectReader(data)
}

/** Makes the reader of one place of a request. */
type Place = (shape: RequestShape) => TextsReader

/** The places that may have public parameters, in order of precedence. */
const places: readonly Place[] = [createHeaderReader, createParamsReader, createUrlReader, createBodyReader]

function openPlace(place: Place, shape: RequestShape): TextsReader {
  try {
    return place(shape)
  } catch {
    return readNothing
  }
}

/** Reads from one of the `places` by its index. Parses each place at its first read. Never throws. */
function createPlacesReader(shape: RequestShape): (index: number, name: string) => readonly string[] {
  const readers: TextsReader[] = []
  return (index, name) => {
    const place = places[index]
    if (!place) return none
    readers[index] ??= openPlace(place, shape)
    try {
      return readers[index](name)
    } catch {
      // A getter has thrown: this place counts as empty.
      return none
    }
  }
}

/**
 * Creates a reader of all values that a request has for a public parameter, in all of its places: `X-TC-` headers,
 * params, the URL's own query, and the body (a form of any type or a plain object; in JSON only what `onlyShared` reads).
 * Only own properties count. Never throws.
 */
export function createTextsReader(shape: RequestShape): TextsReader {
  const readPlace = createPlacesReader(shape)
  return (name) => places.flatMap((_, index) => readPlace(index, name))
}

/**
 * Creates a reader of the public parameters of a request: of the values that {@link createTextsReader} finds, the
 * first. It stops at the first place that has one, because every signed call passes here.
 */
export function createFieldReader(shape: RequestShape): FieldReader {
  const readPlace = createPlacesReader(shape)
  return (name) => {
    for (let index = 0; index < places.length; index++) {
      const text = readPlace(index, name)[0]
      if (text !== undefined) return text
    }
    return undefined
  }
}
