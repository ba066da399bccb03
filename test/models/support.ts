import { createTencentCloudFetch, type TencentCloudFetchOptions } from 'axios-tencentcloud/fetch'
import { InstantClock } from '../support/clocks.ts'

/** An answer of a model's host. */
export interface Reply {
  readonly status?: number
  readonly body: string | object
  readonly headers?: Readonly<Record<string, string>>
}

export const toResponse = ({ status = 200, body, headers }: Reply): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })

/** The address of chat completions on a host. */
export const chatAt = (host: string): string => `https://${host}/v1/chat/completions`

export const hosts = {
  tokenhub: 'tokenhub.tencentmaas.com',
  lkeap: 'api.lkeap.cloud.tencent.com',
  hunyuan: 'api.hunyuan.cloud.tencent.com',
} as const

/** A fetch that gives the replies in order, the last one for ever, and what was sent by it. */
export function fetchWith(replies: readonly (Reply | Error)[], options: TencentCloudFetchOptions = {}) {
  const clock = new InstantClock()
  const sent: string[] = []
  const given = async (url: string): Promise<Response> => {
    const reply = replies[Math.min(sent.length, replies.length - 1)]
    sent.push(url)
    if (reply instanceof Error) throw reply
    return toResponse(reply ?? { body: {} })
  }
  const call = createTencentCloudFetch(given, { clock, ...options })
  const ask = (url: string, body: object = { model: 'm', messages: [] }) =>
    call(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  return { ask, call, sent, clock }
}
