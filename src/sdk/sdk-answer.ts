import type { Answered, AttemptPlan } from '../engine/ports.ts'
import type { Envelope } from '../envelope/envelope.ts'
import type { SdkResponse } from './official-client.ts'
import type { SdkRejection } from './sdk-rejection.ts'

/** A response that the SDK accepts. */
export interface SdkSuccess {
  /**
   * The SDK's result. Called once, when the result is handed to the caller, because an event stream starts to flow
   * then.
   *
   * @param attempts the attempts of the call, for the error of an event stream that breaks off
   */
  result(attempts: AttemptPlan['attempts']): Promise<unknown>
}

/** What was read of a response. */
interface SdkReading {
  /** The body, parsed if it is JSON. */
  readonly data: unknown
  readonly envelope?: Envelope | undefined
  readonly excerpt?: string
  /** Settles when an event stream was read. */
  readonly open?: Promise<unknown>
  /** Ends an event stream that failed, which is not read on. */
  readonly cancel?: () => void
}

/** A response of the SDK, read to its end. */
export class SdkAnswer implements Answered<SdkSuccess> {
  readonly kind = 'response'
  readonly open: Promise<unknown> | undefined
  readonly answer: SdkSuccess
  readonly accepted: boolean
  /** What the SDK accepts has a `Response`. */
  readonly body = undefined
  readonly envelope: Envelope | undefined
  readonly excerpt: string
  /** The body, parsed if it is JSON. */
  readonly data: unknown
  readonly rejection: SdkRejection | undefined
  readonly #response: SdkResponse | undefined
  readonly #cancel: (() => void) | undefined

  constructor(
    response: SdkResponse | undefined,
    { data, envelope, excerpt = '', open, cancel }: SdkReading,
    ended: { readonly answer: SdkSuccess } | { readonly rejection: SdkRejection },
  ) {
    this.#response = response
    this.open = open
    this.#cancel = cancel
    this.data = data
    this.excerpt = excerpt
    this.envelope = envelope
    this.rejection = 'rejection' in ended ? ended.rejection : undefined
    this.accepted = this.rejection === undefined
    this.answer = 'answer' in ended ? ended.answer : { result: () => Promise.reject(ended.rejection.cause) }
  }

  get status(): number {
    return this.#response?.status ?? 200
  }

  get statusText(): string {
    return this.#response?.statusText ?? ''
  }

  get headers(): Record<string, string> {
    const fields: Record<string, string> = {}
    this.#response?.headers?.forEach?.((value, name) => {
      fields[name.toLowerCase()] = value
    })
    return fields
  }

  /** Only an event stream is not read to its end. */
  discard(): void {
    this.#cancel?.()
  }
}
