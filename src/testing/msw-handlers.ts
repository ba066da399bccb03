import type { Outcome } from './answer.ts'
import { modelUrl, tencentCloudUrl } from './tencent-cloud-host.ts'

/** The part of msw's `http` namespace that the fake uses, declared here so that msw need not be installed. */
export interface MswHttp<Handler> {
  /** Creates a handler for all methods at URLs that match. */
  all(path: RegExp, resolver: (info: { request: Request }) => Promise<Response>): Handler
}

/** A response whose body is the first `arrivingBytes` bytes and then a stream error. */
const truncate = async (response: Response, arrivingBytes: number): Promise<Response> => {
  const bytes = new Uint8Array(await response.arrayBuffer()).subarray(0, arrivingBytes)
  let sent = false
  const body = new ReadableStream(
    {
      // controller.error() drops queued chunks, so it is called only after the bytes have been read.
      pull(controller) {
        if (sent || bytes.byteLength === 0) return controller.error(new TypeError('terminated: the body is truncated'))
        sent = true
        controller.enqueue(bytes)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { status: response.status, headers: response.headers })
}

const toMswResponse = async (outcome: Outcome): Promise<Response> => {
  switch (outcome.kind) {
    case 'answer':
    case 'stream':
      return outcome.response
    case 'truncated':
      return truncate(outcome.response, outcome.arrivingBytes)
    case 'reset':
      return Response.error()
  }
}

/** Creates msw handlers for Tencent Cloud's API hosts and model endpoints. Throws a TypeError when `http` is not msw's namespace. */
export const mswHandlers = <Handler>(
  http: MswHttp<Handler>,
  handle: (request: Request) => Promise<Outcome>,
): Handler[] => {
  if (typeof http?.all !== 'function')
    throw new TypeError("handlers: pass msw's http, as in import { http } from 'msw'")
  const answer = async ({ request }: { request: Request }) => toMswResponse(await handle(request))
  return [tencentCloudUrl, modelUrl].map((hosts) => http.all(hosts, answer))
}
