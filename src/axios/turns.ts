import type { InternalAxiosRequestConfig } from 'axios'
import { defaultPolicy } from '../retry/index.ts'
import {
  createPacer,
  type PacedCall,
  type Pacer,
  PacingRefusal,
  pacingKey,
  type Ticket,
  widerScopeOf,
  wideScopes,
} from '../retry/pacing/index.ts'
import type { RecentCount } from '../retry/pacing/recent-count.ts'
import type { Attachment } from './attachment.ts'
import type { CallState } from './call-state.ts'
import { untilCancelled } from './cancellation.ts'
import { describeCall } from './describe-call.ts'
import { refusalError } from './refusal-error.ts'
import type { EncodedRequest } from './snapshot.ts'
import { isTrustedHost } from './trusted-host.ts'

/** A call's place at each limit that holds for it: its own, and the wider ones that were complained of. */
export interface Turn {
  readonly paced: PacedCall
  /** Its own first. */
  readonly places: readonly Place[]
}

interface Place {
  readonly key: string
  readonly ticket: Ticket
}

/**
 * How an attempt ended, as far as limits are concerned: it passed; nobody knows, since the connection broke or the
 * service failed; or it was throttled, with a code and the server's own wait in milliseconds (0 for none).
 */
export type AttemptEnd = 'accepted' | 'failed' | { readonly code: string; readonly retryAfterMs: number }

/** The turns of an attachment's calls, each at the pace of the limits that hold for it. */
export class Turns {
  readonly #attachment: Attachment
  readonly #pacer: Pacer
  /** Has a limit wider than a call's own been complained of? */
  #metWideLimit = false

  constructor(attachment: Attachment) {
    const { clock, pacing } = attachment.settings
    this.#attachment = attachment
    this.#pacer = createPacer({ clock, ...(pacing && { options: pacing }) })
  }

  /** A turn for a call whose attempt is on its way, with what was accepted before. */
  adopt(call: CallState, encoded: EncodedRequest, accepted: RecentCount): Turn | undefined {
    const paced = this.#describe(call, encoded)
    if (!paced) return undefined
    const key = this.#keyOf(paced)
    const sentAt = call.attempts.length === 0 ? call.startedAt : this.#attachment.settings.clock.now()
    return { paced, places: [{ key, ticket: this.#pacer.adopt(key, sentAt, accepted) }] }
  }

  /**
   * Lets a call send its next attempt: at once, or when its turn comes.
   *
   * @returns undefined when the host is not one to be paced
   * @throws ThrottlingError when the first attempt's turn cannot come, PacingRefusal when a later one's cannot; axios'
   *   CanceledError (all as rejections)
   */
  enter(
    call: CallState,
    encoded: EncodedRequest,
    config: InternalAxiosRequestConfig,
  ): Turn | undefined | Promise<Turn> {
    const paced = call.turn?.paced ?? this.#describe(call, encoded)
    if (!paced) return undefined
    const places: Place[] = []
    const keys = this.#keysOf(paced)
    for (const key of keys) {
      const ticket = this.#pacer.tryEnter(key, ticketAt(call.turn, key))
      if (!ticket) return this.#queue(call, encoded, config, paced, places, keys.slice(places.length))
      places.push({ key, ticket })
    }
    return { paced, places }
  }

  async #queue(
    call: CallState,
    encoded: EncodedRequest,
    config: InternalAxiosRequestConfig,
    paced: PacedCall,
    places: Place[],
    keys: readonly string[],
  ): Promise<Turn> {
    try {
      await untilCancelled(config, async (signal) => {
        for (const key of keys) {
          const after = ticketAt(call.turn, key)
          const options = { signal, deadlineAt: deadlineOf(call), ...(after && { after }) }
          places.push({ key, ticket: await this.#pacer.enter(key, options) })
        }
      })
    } catch (error) {
      for (const { ticket } of places) ticket.end('failed')
      // Later on there is a failure to be told of instead.
      throw error instanceof PacingRefusal && call.attempts.length === 0 ? refusalError(call, encoded, error) : error
    }
    return { paced, places }
  }

  /** Says how the attempt of a turn ended. A throttle is put down to the limit that its code names. */
  end(turn: Turn, end: AttemptEnd): void {
    if (typeof end === 'string') {
      for (const { ticket } of turn.places) ticket.end(end)
      return
    }
    const { code, retryAfterMs } = end
    const scope = widerScopeOf(code)
    const exceeded = scope ? pacingKey(scope, turn.paced) : this.#keyOf(turn.paced)
    const now = this.#attachment.settings.clock.now()
    for (const { key, ticket } of turn.places) {
      if (key === exceeded) ticket.end('throttled', retryAfterMs)
      // Nobody knows which of the limits is looked at first.
      else ticket.end('failed')
    }
    if (turn.places.some(({ key }) => key === exceeded)) return
    this.#metWideLimit = true
    this.#pacer.adopt(exceeded, now).end('throttled', retryAfterMs)
  }

  #describe(call: CallState, encoded: EncodedRequest): PacedCall | undefined {
    const description = describeCall(call, encoded)
    const { target, service, action, region } = description
    if (!isTrustedHost(target, this.#attachment)) return undefined
    // With credentials of its own an attachment has one account.
    const account = this.#attachment.signer ? undefined : description.secretId
    return { account, host: target?.host, service, action, region }
  }

  #keyOf(paced: PacedCall): string {
    const { pacing } = this.#attachment.settings
    return pacingKey(pacing?.limit?.scope ?? 'action', paced)
  }

  #keysOf(paced: PacedCall): readonly string[] {
    const own = this.#keyOf(paced)
    if (!this.#metWideLimit) return [own]
    const wide = wideScopes.map((scope) => pacingKey(scope, paced))
    return [own, ...wide.filter((key) => key !== own && this.#pacer.knows(key))]
  }
}

const ticketAt = (turn: Turn | undefined, key: string): Ticket | undefined =>
  turn?.places.find((place) => place.key === key)?.ticket

/** Until when a call's turn has to come. A deadline that cuts leaves the attempt as long as the last one took. */
function deadlineOf({ startedAt, retry, attempts }: CallState): number {
  const { cutAfterMs, policy = defaultPolicy } = retry
  if (cutAfterMs === undefined) return startedAt + policy.deadlineMs
  return startedAt + cutAfterMs - (attempts.at(-1)?.durationMs ?? 0)
}
