import type { Parsed } from './capture-stub.ts'
import type { SdkResponse } from './official-client.ts'
import { type BodyWatch, cutError } from './watch-body.ts'

/** A response of the SDK, read to its end. */
export interface CapturedAnswer {
  readonly response: SdkResponse
  /** Undefined for an event stream, which the SDK hands on unread. */
  readonly text: string | undefined
  /** What `json()` gave, of an object that a test put in the place of a response. */
  readonly parsed?: Parsed | undefined
}

const eventStream = 'text/event-stream'

/** Is the response an event stream? Its type may have parameters: `text/event-stream; charset=utf-8`. */
const isEventStream = ({ status, headers }: SdkResponse): boolean =>
  status === 200 && headers?.get?.('content-type')?.split(';')[0]?.trim().toLowerCase() === eventStream

/**
 * The response of an event stream, with a content type that the SDK recognizes. It compares the whole type, and would
 * parse as JSON what has parameters.
 */
export function withPlainType(response: SdkResponse): SdkResponse {
  const get = (name: string) => (/^content-type$/i.test(name) ? eventStream : response.headers?.get?.(name))
  return Object.create(response, { headers: { value: { get } } })
}

/**
 * Is it what a test put in the place of a response? Of such an object only `json()` is asked, as by the SDK: a `text()`
 * beside it may give anything. Those of node-fetch and of the platform can be cloned.
 */
const isStub = (response: SdkResponse): boolean =>
  typeof Reflect.get(Object(response.constructor?.prototype), 'clone') !== 'function'

/**
 * Reads the body of a response, unless it is an event stream.
 *
 * @throws what node-fetch throws if the body of an accepted response breaks off
 */
export async function captureAnswer(response: SdkResponse, watch: BodyWatch | undefined): Promise<CapturedAnswer> {
  if (isEventStream(response)) return { response, text: undefined }
  if (isStub(response) || !response.text) {
    const { captureStub } = await import('./capture-stub.ts')
    return { response, ...(await captureStub(response)) }
  }
  const reading = response.text()
  watch?.onCut(() => response.body?.destroy?.(cutError()))
  try {
    return { response, text: await reading }
  } catch (error) {
    watch?.letGo()
    if (response.status === 200) throw error
    // The SDK does not read the body of a refused response, whose status is enough.
    return { response, text: '' }
  }
}

/** The JSON value of a body; undefined if it is not JSON. */
function parse(text: string): Parsed | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** node-fetch's own class, without a dependency on it. */
type ResponseClass = new (body: string | null, init: object) => SdkResponse

/**
 * Makes a response that can be read again, for the SDK's own parseResponse.
 *
 * @returns the response and its parsed body, which is undefined if it is not JSON
 */
export function replay({ response, text = '', parsed }: CapturedAnswer): { response: SdkResponse; body: unknown } {
  const body = parsed ?? parse(text)
  const again = isStub(response) ? Object.create(response) : copyResponse(response, text)
  // A body that is not JSON is left to the response's own json(), so that the error is the one that the SDK gives.
  if (body) Object.defineProperty(again, 'json', { value: async () => body.value })
  return { response: again, body: body?.value }
}

function copyResponse(response: SdkResponse, text: string): SdkResponse {
  const { status, statusText, url, headers } = response
  const Response = response.constructor as ResponseClass
  return new Response(text || null, { status, statusText, url, headers })
}
