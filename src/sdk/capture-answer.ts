import type { SdkResponse } from './official-client.ts'
import { type BodyWatch, cutError } from './watch-body.ts'

/** A response of the SDK's, read to its end. */
export interface CapturedAnswer {
  readonly response: SdkResponse
  /** Undefined for an event stream, which the SDK hands on unread. */
  readonly text: string | undefined
}

/** Does the SDK make an SSEResponseModel of it? */
const isEventStream = ({ status, headers }: SdkResponse): boolean =>
  status === 200 && headers.get('content-type') === 'text/event-stream'

/**
 * Reads a response, where the SDK would.
 *
 * @throws what node-fetch throws when the body of an accepted answer breaks off
 */
export async function captureAnswer(response: SdkResponse, watch: BodyWatch | undefined): Promise<CapturedAnswer> {
  if (isEventStream(response)) return { response, text: undefined }
  const reading = response.text()
  watch?.onCut(() => response.body?.destroy?.(cutError()))
  try {
    return { response, text: await reading }
  } catch (error) {
    watch?.letGo()
    if (response.status === 200) throw error
    // Of a refused answer the SDK reads nothing: its status is known all the same.
    return { response, text: '' }
  }
}

/** The JSON value of a body; undefined for what is none. */
function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** node-fetch's own class, without a dependency on it. */
type ResponseClass = new (body: string | null, init: object) => SdkResponse

/**
 * A response that can be read once more, for the SDK's own parseResponse.
 *
 * @returns the parsed body beside it; undefined for what is no JSON
 */
export function replay({ response, text = '' }: CapturedAnswer): { response: SdkResponse; body: unknown } {
  const { status, statusText, url, headers } = response
  const Response = response.constructor as ResponseClass
  const again = new Response(text || null, { status, statusText, url, headers })
  const body = parse(text)
  // One that does not parse is left to json() of the SDK's, so that its error is the SDK's too.
  if (body) Object.defineProperty(again, 'json', { value: async () => body.value })
  return { response: again, body: body?.value }
}
