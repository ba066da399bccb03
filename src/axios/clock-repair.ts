import { AxiosHeaders } from 'axios'
import { offsetFrom, serverTimeIn } from '../signing/index.ts'
import type { Attachment } from './attachment.ts'
import type { FailedAttempt } from './failed-attempt.ts'

/** How far the server's clock is ahead of this machine's in milliseconds, as far as an answer tells; else undefined. */
export function observedOffset({ response, envelope, startedAt, endedAt }: FailedAttempt): number | undefined {
  const header = (name: string): string | undefined => {
    const value = response && AxiosHeaders.from(response.headers as Record<string, string>).get(name)
    return typeof value === 'string' ? value : undefined
  }
  return offsetFrom({
    dateHeader: header('date'),
    ageHeader: header('age'),
    bodyTime: envelope && serverTimeIn(envelope.message),
    sentAt: startedAt,
    receivedAt: endedAt,
  })
}

/**
 * Corrects the clock of one host for one call: learns the offset from an answer that complains of the time, never from
 * a healthy one, and unlearns it when the corrected attempt fails the same way.
 */
export class ClockRepair {
  readonly #attachment: Attachment
  readonly #host: string
  #learned: number | undefined

  constructor(attachment: Attachment, host: string) {
    this.#attachment = attachment
    this.#host = host
  }

  /** @returns the offset by which the next attempt has to be signed; undefined when the answer tells none. */
  learn(failed: FailedAttempt): number | undefined {
    const { clockOffsets } = this.#attachment
    if (this.#learned !== undefined) {
      clockOffsets.takeBack(this.#host, this.#learned)
      this.#learned = undefined
      return undefined
    }
    const offset = observedOffset(failed)
    if (offset === undefined) return undefined
    if (offset !== clockOffsets.get(this.#host)) {
      clockOffsets.set(this.#host, offset)
      this.#learned = offset
    }
    return offset
  }
}
