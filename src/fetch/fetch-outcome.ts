import { type AxiosError, AxiosHeaders, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import type { Answered, Unanswered } from '../engine/ports.ts'
import type { Envelope } from '../envelope/envelope.ts'
import { toExcerpt } from '../envelope/excerpt.ts'
import { discardStream } from '../envelope/streams.ts'
import { toFields } from './fetch-request.ts'
import type { PeekedText } from './peek-response.ts'

/** A response of the fetch, with the beginning of its body. */
export class FetchAnswer implements Answered<Response> {
  readonly kind = 'response'
  readonly answer: Response
  /** The beginning of the body; undefined if the body cannot be a failure. */
  readonly text: string | undefined
  /** Has the whole body arrived, so that nothing of it can be cancelled? */
  readonly isComplete: boolean
  readonly accepted: boolean
  readonly envelope: Envelope | undefined
  readonly rejection: AxiosError | undefined
  readonly open: Promise<unknown> | undefined

  constructor(
    answer: Response,
    peeked: PeekedText | undefined,
    envelope: Envelope | undefined,
    rejection: AxiosError | undefined,
    open?: Promise<unknown>,
  ) {
    this.open = open
    this.answer = answer
    this.text = peeked?.text
    this.isComplete = peeked?.isComplete === true
    this.accepted = rejection === undefined
    this.envelope = envelope
    this.rejection = rejection
  }

  get status(): number {
    return this.answer.status
  }

  get statusText(): string {
    return this.answer.statusText
  }

  /** Half a text shows by its first character that it is no JSON object, and no more than that. */
  get body(): string | undefined {
    if (this.answer.body === null) return ''
    return this.isComplete || !/^\s*(?:\{|$)/.test(this.text ?? '') ? this.text : undefined
  }

  get excerpt(): string {
    return this.text === undefined || this.accepted ? '' : toExcerpt(this.text)
  }

  get headers(): Record<string, string> {
    return toFields(this.answer.headers)
  }

  discard(): void {
    discardStream(this.answer.body)
  }
}

/** A fetch that rejected, or whose body broke off while its beginning was read. */
export class LostAnswer implements Unanswered {
  readonly kind = 'no-response'
  /** The rejection as axios' own adapters would give it. */
  readonly rejection: unknown
  readonly thrown: unknown
  /** Set if the body broke off: the given fetch would have resolved to this response. */
  readonly response: Response | undefined

  constructor(thrown: unknown, named: AxiosError | undefined, response: Response | undefined) {
    this.thrown = thrown
    this.rejection = named ?? thrown
    this.response = response
  }
}

/** The data of an error's response, parsed as axios would. Text that is not JSON stays text. */
export function parseText(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : text
  } catch {
    return text
  }
}

export function toAxiosResponse(
  { answer, text }: FetchAnswer,
  config: InternalAxiosRequestConfig,
  isParsed: boolean,
): AxiosResponse {
  const { status, statusText } = answer
  const headers = new AxiosHeaders(toFields(answer.headers))
  return { data: isParsed ? parseText(text) : text, status, statusText, headers, config }
}
