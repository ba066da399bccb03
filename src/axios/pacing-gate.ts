import type { InternalAxiosRequestConfig } from 'axios'
import { firstWindow } from '../retry/pacing/first-window.ts'
import { RecentCount } from '../retry/pacing/recent-count.ts'
import type { Attachment } from './attachment.ts'
import type { CallState } from './call-state.ts'
import type { EncodedRequest } from './snapshot.ts'
import type { AttemptEnd, Turns } from './turns.ts'

/** A call that was merely counted, and where it stands. */
export interface CountedCall {
  readonly call: CallState
  readonly encoded: EncodedRequest
  at: number
}

/**
 * Where the calls of an attachment pass before they are sent. While so few are in flight that none would have to wait,
 * and none was throttled, it only counts them. Then it has the pacing loaded, which tells limits apart.
 */
export class PacingGate {
  readonly #attachment: Attachment
  /** Calls in flight that were merely counted, each knowing its place: a Map would hash every one of them. */
  readonly #counted: CountedCall[] = []
  readonly #accepted = new RecentCount()
  #turns: Turns | undefined

  constructor(attachment: Attachment) {
    this.#attachment = attachment
  }

  /**
   * Lets a call send an attempt: at once, if it returns undefined, else when the promise resolves.
   *
   * @throws ThrottlingError when the first attempt's turn cannot come, PacingRefusal when a later one's cannot; axios'
   *   CanceledError (all as rejections)
   */
  enter(call: CallState, encoded: EncodedRequest, config: InternalAxiosRequestConfig): Promise<void> | undefined {
    const turns = this.#turns
    if (turns) {
      const turn = turns.enter(call, encoded, config)
      if (turn instanceof Promise) return this.#wait(call, turn)
      call.turn = turn
      call.queuedMs = 0
      return undefined
    }
    if (this.#counted.length < firstWindow && !this.#attachment.settings.pacing?.limit) {
      call.counted = { call, encoded, at: this.#counted.length }
      this.#counted.push(call.counted)
      return undefined
    }
    return this.#wait(
      call,
      this.#load().then((loaded) => loaded?.enter(call, encoded, config)),
    )
  }

  /** Says how an attempt ended; only the first word counts. To be waited for at a throttle: the pacing is loaded. */
  end(call: CallState, end: AttemptEnd): Promise<void> | undefined {
    if (this.#turns || typeof end === 'string') return this.#end(call, end)
    return this.#load().then(() => this.#end(call, end))
  }

  #end(call: CallState, end: AttemptEnd): undefined {
    if (call.counted) {
      this.#forget(call.counted)
      if (end === 'accepted') this.#accepted.add(this.#attachment.settings.clock.now())
    } else if (call.turn) {
      this.#turns?.end(call.turn, end)
    }
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

  /** Without what it loads (a browser that is offline), calls are not paced. */
  async #load(): Promise<Turns | undefined> {
    const loaded = await import('./second-half.ts').catch(() => undefined)
    if (loaded && !this.#turns) {
      const turns = new loaded.Turns(this.#attachment)
      const inOrder = this.#counted.splice(0).sort((a, b) => a.call.startedAt - b.call.startedAt)
      for (const { call, encoded } of inOrder) {
        call.counted = undefined
        call.turn = turns.adopt(call, encoded, this.#accepted)
      }
      this.#turns = turns
    }
    return this.#turns
  }
}
