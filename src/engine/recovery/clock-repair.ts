// Not by the room's index: with it, bundlers load the signers at every failure, credentials or not.
import { ClockOffsets, offsetFrom, serverTimeIn } from '../../signing/clock-offset.ts'
import type { Client } from '../client.ts'
import type { FailedAttempt } from './failed-attempt.ts'

/** Milliseconds by which the server's clock is ahead of this machine's, as far as an answer shows; else undefined. */
function observeOffset({ outcome, envelope, startedAt, endedAt }: FailedAttempt): number | undefined {
  const headers = outcome.kind === 'response' ? outcome.headers : {}
  return offsetFrom({
    dateHeader: headers.date,
    ageHeader: headers.age,
    bodyTime: envelope && serverTimeIn(envelope.message),
    sentAt: startedAt,
    receivedAt: endedAt,
  })
}

/** Two observations of the same offset differ by this many milliseconds at most: both times are whole seconds. */
const precisionMs = 1_500

/**
 * Corrects the clock of one host for one call: learns the offset from an answer that complains of the time, never from
 * a healthy one, and restores the former offset when the corrected attempt is refused for its time again.
 */
export class ClockRepair {
  readonly #client: Client
  readonly #host: string
  #learned: { readonly offset: number; readonly former: number } | undefined

  constructor(client: Client, host: string) {
    this.#client = client
    this.#host = host
  }

  /** The offset by which this host's requests are signed, in milliseconds. */
  get offsetMs(): number {
    return this.#client.offsetMs(this.#host)
  }

  /** @returns milliseconds by which the server's clock is ahead of this machine's; undefined when the answer does not show it. */
  learn(failed: FailedAttempt): number | undefined {
    this.#client.clockOffsets ??= new ClockOffsets()
    const { clockOffsets } = this.#client
    const offset = observeOffset(failed)
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
