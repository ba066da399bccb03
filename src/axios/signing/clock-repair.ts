import { AxiosHeaders } from 'axios'
// Not by the room's index: with it, bundlers load the signers at every failure, credentials or not.
import { ClockOffsets, offsetFrom, serverTimeIn } from '../../signing/clock-offset.ts'
import type { Attachment } from '../attachment.ts'
import type { FailedAttempt } from '../recovery/failed-attempt.ts'

/** How far the server's clock is ahead of this machine's in milliseconds, as far as an answer tells; else undefined. */
function observedOffset({ response, envelope, startedAt, endedAt }: FailedAttempt): number | undefined {
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

/** Two observations of the same offset differ by this many milliseconds at most: both times are whole seconds. */
const precisionMs = 1_500

/**
 * Corrects the clock of one host for one call: learns the offset from an answer that complains of the time, never from
 * a healthy one, and puts the former one back when the corrected attempt is refused for its time again.
 */
export class ClockRepair {
  readonly #attachment: Attachment
  readonly #host: string
  #learned: { readonly offset: number; readonly former: number } | undefined

  constructor(attachment: Attachment, host: string) {
    this.#attachment = attachment
    this.#host = host
  }

  /** The offset by which this host's requests are signed, in milliseconds. */
  get offsetMs(): number {
    return this.#attachment.clockOffsets?.get(this.#host) ?? 0
  }

  /** @returns how far the server's clock is ahead of this machine's; undefined when the answer does not tell. */
  learn(failed: FailedAttempt): number | undefined {
    this.#attachment.clockOffsets ??= new ClockOffsets()
    const { clockOffsets } = this.#attachment
    const offset = observedOffset(failed)
    if (this.#learned) {
      // Another call may have learned better since.
      if (this.offsetMs === this.#learned.offset) clockOffsets.set(this.#host, this.#learned.former)
      this.#learned = undefined
    } else if (offset !== undefined && Math.abs(offset - this.offsetMs) > precisionMs) {
      this.#learned = { offset, former: this.offsetMs }
      clockOffsets.set(this.#host, offset)
    }
    return offset
  }
}
