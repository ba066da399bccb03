import type { InternalAxiosRequestConfig } from 'axios'
import { firstWindow } from '../../pacing/first-window.ts'
import { RecentCount } from '../../pacing/recent-count.ts'
import type { Attachment } from '../attachment.ts'
import type { CallState } from '../call-state.ts'
import { untilCancelled } from '../cancellation.ts'
import { prepareWithin } from '../deadline.ts'
import type { EncodedRequest } from '../snapshot.ts'
import type { AttemptEnd, Turns } from './turns.ts'

/** A call in flight that was merely counted, and where it stands. */
export interface CountedCall {
  readonly call: CallState
  readonly encoded: EncodedRequest
  readonly sentAt: number
  at: number
}

/**
 * Where the calls of an attachment pass before they are sent. While so few are in flight that none would have to wait,
 * and none was throttled, it only counts them. Then it has the pacing loaded, which tells limits apart.
 */
export class PacingGate {
  readonly #attachment: Attachment
  /** Each call knows its place: a Map would hash every one of them. */
  readonly #counted: CountedCall[] = []
  readonly #accepted = new RecentCount()
  #turns: Turns | undefined
  #loading: Promise<void> | undefined

  constructor(attachment: Attachment) {
    this.#attachment = attachment
  }

  /** Attempts that entered and have not ended. */
  get inFlight(): number {
    return this.#counted.length + (this.#turns?.inFlight ?? 0)
  }

  /**
   * Lets a call send an attempt: at once, if it returns undefined, else when the promise resolves.
   *
   * @param held the request has to be prepared first; `begin` says when it is sent
   * @throws ThrottlingError when the first attempt's turn cannot come, PacingRefusal when a later one's cannot,
   *   DeadlineCut, axios' CanceledError (all as rejections)
   */
  enter(
    call: CallState,
    encoded: EncodedRequest,
    config: InternalAxiosRequestConfig,
    held: boolean,
  ): Promise<void> | undefined {
    call.queuedMs = 0
    if (this.#isCalm() && this.inFlight < firstWindow) {
      const sentAt = this.#attachment.settings.clock.now()
      call.turn = undefined
      call.counted = { call, encoded, sentAt, at: this.#counted.length }
      this.#counted.push(call.counted)
      return undefined
    }
    if (!this.#turns) return this.#wait(call, this.#enterLoaded(call, encoded, config, held))
    this.#turns.adopt(this.#counted, this.#accepted)
    const turn = this.#turns.enter(call, encoded, config, held)
    if (turn instanceof Promise) return this.#wait(call, turn)
    call.turn = turn
    return undefined
  }

  /** The request of an attempt that was held goes out now. */
  begin({ turn }: CallState): void {
    if (turn) this.#turns?.begin(turn)
  }

  /**
   * Says how an attempt ended; only the first word counts. To be waited for at a throttle: the pacing is loaded.
   *
   * @param at epoch milliseconds, if it ended earlier than now
   */
  end(call: CallState, end: AttemptEnd, at?: number): Promise<void> | undefined {
    if (this.#turns || typeof end === 'string') return this.#end(call, end, at)
    return this.#load().then(() => this.#end(call, end))
  }

  #end(call: CallState, end: AttemptEnd, at = this.#attachment.settings.clock.now()): undefined {
    if (typeof end !== 'string') this.#turns?.adopt(this.#counted, this.#accepted)
    if (call.counted) {
      this.#forget(call.counted)
      if (end === 'accepted') this.#accepted.add(at)
    } else if (call.turn) {
      this.#turns?.end(call.turn, end)
    }
  }

  /** Could no call have to wait, as long as they are few? Who comes while the pacing is loaded queues behind the others. */
  #isCalm(): boolean {
    if (this.#loading || this.#attachment.settings.pacing?.limit) return false
    return this.#turns ? this.#turns.isCalm : true
  }

  /** The last one takes its place. */
  #forget(counted: CountedCall): void {
    const last = this.#counted.pop()
    if (last && last !== counted) {
      last.at = counted.at
      this.#counted[last.at] = last
    }
    counted.call.counted = undefined
  }

  async #wait(call: CallState, turn: Promise<CallState['turn']>): Promise<void> {
    const { clock } = this.#attachment.settings
    const since = clock.now()
    try {
      call.turn = await turn
    } finally {
      call.queuedMs = clock.now() - since
      call.totalQueuedMs += call.queuedMs
    }
  }

  async #enterLoaded(
    call: CallState,
    encoded: EncodedRequest,
    config: InternalAxiosRequestConfig,
    held: boolean,
  ): Promise<CallState['turn']> {
    await untilCancelled(config, () => prepareWithin(call, () => this.#load()))
    return this.#turns?.enter(call, encoded, config, held)
  }

  /** Without what it loads (a browser that is offline), calls are not paced. */
  #load(): Promise<void> {
    this.#loading ??= import('../second-half.ts')
      .then(
        ({ Turns }) => {
          this.#turns = new Turns(this.#attachment)
          this.#turns.adopt(this.#counted, this.#accepted)
        },
        () => {},
      )
      .finally(() => {
        this.#loading = undefined
      })
    return this.#loading
  }
}
