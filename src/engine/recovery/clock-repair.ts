// Imported from the file: with the folder's index, bundlers would load the signers at every failure, even without
// credentials.
import { ClockOffsets, offsetFrom, serverTimeIn } from '../../signing/clock-offset.ts'
import type { Client } from '../client.ts'
import type { FailedAttempt } from './failed-attempt.ts'

/** Milliseconds by which the server's clock is ahead of this machine's; undefined if the response does not show it. */
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

/**
 * Milliseconds by which two observations of the same offset can differ, because both server times are whole seconds.
 */
const precisionMs = 1_500

/**
 * Corrects the clock offset of one origin, and account, for one call. Learns the offset from a response that refuses the time, never
 * from a success, and restores the former offset if the corrected attempt is refused for its time again.
 */
export class ClockRepair {
  readonly #client: Client
  readonly #key: string
  #learned: { readonly offset: number; readonly former: number } | undefined

  constructor(client: Client, key: string) {
    this.#client = client
    this.#key = key
  }

  /**
   * @returns milliseconds by which the server's clock is ahead of this machine's; undefined if the response does not
   * show it
   */
  learn(failed: FailedAttempt): number | undefined {
    this.#client.clockOffsets ??= new ClockOffsets(() => this.#client.settings.clock.now())
    const { clockOffsets } = this.#client
    const offset = observeOffset(failed)
    if (this.#learned) {
      // Another call may have learned a newer offset since.
      if (this.#client.offsetMs(this.#key) === this.#learned.offset) clockOffsets.set(this.#key, this.#learned.former)
      this.#learned = undefined
    } else if (offset !== undefined && Math.abs(offset - this.#client.offsetMs(this.#key)) > precisionMs) {
      this.#learned = { offset, former: this.#client.offsetMs(this.#key) }
      clockOffsets.set(this.#key, offset)
    }
    return offset
  }
}
