/** The parts used here of Node's ClientRequest and IncomingMessage. */
interface SentRequest {
  getHeader(name: string): unknown
  once(event: 'response', listener: (response: ReceivedResponse) => void): unknown
  destroy(): unknown
}
interface ReceivedResponse {
  readonly complete: boolean
  once(event: 'close', listener: () => void): unknown
}

/** The channel of Node's http module for each request as it is sent. */
const requests = globalThis.process
  ?.getBuiltinModule?.('node:diagnostics_channel')
  ?.channel('http.client.request.start')

/** By trace id. Several calls may have one that a caller chose. */
const watched = new Map<string, Set<(request: SentRequest) => void>>()

const isRequest = (message: unknown): message is { readonly request: SentRequest } =>
  typeof message === 'object' && message !== null && 'request' in message

function onRequest(message: unknown): void {
  if (!isRequest(message)) return
  // node-fetch sets each header to a list of one value.
  const watches = watched.get(String(message.request.getHeader('x-tc-traceid'))) ?? []
  for (const watch of watches) watch(message.request)
}

/**
 * Watches whether the connection of a request breaks in the middle of its response. node-fetch 2 does not notice that
 * for a body of a known length: it waits for the rest until the SDK's `reqTimeout`, a minute.
 */
export class BodyWatch {
  readonly #traceId: string
  readonly #isUnique: boolean
  readonly #authorizations: unknown[] = []
  #latest: SentRequest | undefined
  #isCut = false
  #listener: (() => void) | undefined

  /**
   * @param traceId the request's X-TC-TraceId
   * @param isUnique true: no other request has it. Of requests that share one it is not known which is whose, so that only
   * their signatures are kept
   */
  constructor(traceId: string, isUnique: boolean) {
    this.#traceId = traceId
    this.#isUnique = isUnique
    if (watched.size === 0) requests?.subscribe(onRequest)
    const watches = watched.get(traceId) ?? new Set()
    watched.set(traceId, watches.add(this.#watch))
  }

  readonly #watch = (request: SentRequest): void => {
    this.#authorizations.push(request.getHeader('authorization'))
    if (!this.#isUnique) return
    // After a redirect only the new request counts: node-fetch itself breaks off the response of the old one.
    this.#latest = request
    request.once('response', (response) => {
      response.once('close', () => {
        if (response.complete || request !== this.#latest) return
        this.#isCut = true
        this.#listener?.()
      })
    })
  }

  /** The Authorization headers that were sent. */
  get authorizations(): readonly unknown[] {
    return this.#authorizations.flat()
  }

  /** Calls the listener when the response breaks off, or at once if it has. */
  onCut(listener: () => void): void {
    this.#listener = listener
    if (this.#isCut) listener()
  }

  /** Closes the connection of a response that is no longer read: node-fetch leaves it open if a body is too slow. */
  letGo(): void {
    this.#listener = undefined
    this.#latest?.destroy()
  }

  stop(): void {
    this.#listener = undefined
    const watches = watched.get(this.#traceId)
    watches?.delete(this.#watch)
    if (watches?.size === 0) watched.delete(this.#traceId)
    if (watched.size === 0) requests?.unsubscribe(onRequest)
  }
}

/** The error that Node.js gives for a connection that breaks in the middle of a response. */
export const cutError = (): Error => Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
