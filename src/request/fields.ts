import { fullUrlOf } from './host.ts'
import type { RequestShape } from './request-shape.ts'
import { hasMethod, ownProperty, tagOf } from './unknown-value.ts'

/** Reads a public parameter (`Action`, `Region`, `Nonce`, …) by its name; undefined where it is absent or empty. */
export type FieldReader = (name: string) => string | undefined

/** Bodies above this many characters or bytes are not parsed: public parameters are never worth that. */
const maxParsedBody = 1_048_576

const nothing: FieldReader = () => undefined

/** A request value as text: a string or a number, or the first of a list of them. */
function textOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value
  if (typeof first === 'string') return first === '' ? undefined : first
  return typeof first === 'number' && Number.isFinite(first) ? String(first) : undefined
}

/** A header by its name in lower case, whatever case the request has it in; `names` are those to look among. */
export function headerOf(headers: unknown, lowerCaseName: string, names?: readonly string[]): string | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined
  try {
    for (const key of names ?? Object.keys(headers)) {
      if (key.length !== lowerCaseName.length || key.toLowerCase() !== lowerCaseName) continue
      const text = textOf(ownProperty(headers, key))
      if (text !== undefined) return text
    }
  } catch {
    // A hostile getter: as good as absent.
  }
  return undefined
}

const headerPrefix = 'x-tc-'

/** The `X-TC-` headers by the rest of their names in lower case: few, so that the others are looked at once only. */
function readerOfHeaders({ headers }: RequestShape): FieldReader {
  if (typeof headers !== 'object' || headers === null) return nothing
  const names = Object.keys(headers).filter(
    (name) => name[4] === '-' && name.slice(0, headerPrefix.length).toLowerCase() === headerPrefix,
  )
  if (names.length === 0) return nothing
  return (name) => headerOf(headers, headerPrefix + name.toLowerCase(), names)
}

function readerOfForm(text: string): FieldReader {
  const form = new URLSearchParams(text)
  return (name) => textOf(form.get(name))
}

function isForm(value: unknown): value is { get(name: string): unknown } {
  if (!hasMethod(value, 'get')) return false
  const kind = tagOf(value)
  return kind === 'URLSearchParams' || kind === 'FormData'
}

/** Reads URLSearchParams, FormData (where files do not count) and any other object's own properties. */
function readerOfObject(value: unknown): FieldReader {
  if (isForm(value)) return (name) => textOf(value.get(name))
  return (name) => textOf(ownProperty(value, name))
}

function readerOfUrl(shape: RequestShape): FieldReader {
  const url = fullUrlOf(shape.url, shape.baseURL, shape.allowAbsoluteUrls)
  const hash = url.indexOf('#')
  const beforeHash = hash < 0 ? url : url.slice(0, hash)
  const mark = beforeHash.indexOf('?')
  return mark < 0 ? nothing : readerOfForm(beforeHash.slice(mark + 1))
}

function readerOfParams(shape: RequestShape): FieldReader {
  return shape.params ? readerOfObject(shape.params) : nothing
}

/** Of a JSON body only the ClientToken counts: other names in it are the action's own parameters. */
function onlyClientToken(read: FieldReader): FieldReader {
  return (name) => (name === 'ClientToken' ? read(name) : undefined)
}

function readerOfText(text: string, contentType: string | undefined): FieldReader {
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

function readerOfBody(shape: RequestShape): FieldReader {
  const { data, headers } = shape
  if (typeof data === 'string') return readerOfText(data, headerOf(headers, 'content-type'))
  if (typeof data !== 'object' || data === null) return nothing
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
    const contentType = headerOf(headers, 'content-type')
    const readable = contentType !== undefined && isFormType(contentType) && data.byteLength <= maxParsedBody
    return readable ? readerOfForm(new TextDecoder().decode(data)) : nothing
  }
  // With the action in a header (API 3.0), names in the body are the action's own: DescribeBill has a Region, too.
  const isApi3 = headerOf(headers, 'x-tc-action') !== undefined
  return isApi3 ? onlyClientToken(readerOfObject(data)) : readerOfObject(data)
}

/** Where public parameters may stand, in the order in which they are looked for. */
const places: readonly ((shape: RequestShape) => FieldReader)[] = [
  readerOfHeaders,
  readerOfParams,
  readerOfUrl,
  readerOfBody,
]

function readerOf(place: (shape: RequestShape) => FieldReader, shape: RequestShape): FieldReader {
  try {
    return place(shape)
  } catch {
    return nothing
  }
}

/**
 * A reader of the public parameters of a request, wherever they stand: an `X-TC-` header, params, the URL's own query,
 * the body (a form in any of its types, a plain object; of JSON only the ClientToken). Each place is parsed when it is
 * first asked, once at most. Only own properties count. Never throws.
 */
export function fieldsOf(shape: RequestShape): FieldReader {
  const readers: FieldReader[] = []
  return (name) => {
    let index = 0
    for (const place of places) {
      const reader = readers[index] ?? readerOf(place, shape)
      readers[index++] = reader
      try {
        const text = reader(name)
        if (text !== undefined) return text
      } catch {
        // A hostile getter: the next place may still have it.
      }
    }
    return undefined
  }
}
