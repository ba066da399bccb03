import type { InternalAxiosRequestConfig } from 'axios'
import { PacingGate } from '../../pacing/pacing-gate.ts'
import type { PacedCall } from '../../pacing/pacing-key.ts'
import { PacingRefusal, type Passenger } from '../../pacing/pass.ts'
import { defaultPolicy } from '../../retry/policy.ts'
import type { Attachment } from '../attachment.ts'
import type { CallState } from '../call-state.ts'
import { untilCancelled } from '../cancellation.ts'
import { prepareWithin } from '../deadline.ts'
import type { EncodedRequest } from '../snapshot.ts'

// Temporary: puts a CallState behind the port of src/pacing. The engine will implement Passenger itself.

type SecondHalf = typeof import('../second-half.ts')

let loaded: SecondHalf | undefined

const loadSecondHalf = async (): Promise<SecondHalf> => {
  loaded = await import('../second-half.ts')
  return loaded
}

/** The gate of an attachment's calls. */
export function createGate({ settings }: Attachment): PacingGate {
  const { clock, onEvent, pacing = {} } = settings
  return new PacingGate({
    clock,
    options: pacing,
    publish: (event) => loaded?.publish({ ...event, at: clock.now() }, onEvent),
    load: loadSecondHalf,
  })
}

class CallPassenger implements Passenger {
  readonly #call: CallState
  readonly #encoded: EncodedRequest
  readonly #config: InternalAxiosRequestConfig

  constructor(call: CallState, encoded: EncodedRequest, config: InternalAxiosRequestConfig) {
    this.#call = call
    this.#encoded = encoded
    this.#config = config
  }

  limits(): PacedCall | undefined {
    return loaded?.describePacedCall(this.#call, this.#encoded)
  }

  patienceMs(): number {
    return leftMs(this.#call)
  }

  isRetry(): boolean {
    return this.#call.attempts.length > 0
  }

  untilCancelled<T>(wait: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return untilCancelled(this.#config, wait)
  }

  whileLoading(load: () => Promise<void>): Promise<void> {
    return untilCancelled(this.#config, () => prepareWithin(this.#call, load))
  }

  onWait(): void {
    this.#call.tell?.({ type: 'wait', number: this.#call.attempts.length + 1, reason: 'pacing' })
  }
}

/**
 * Lets a call send an attempt: at once, if it returns undefined, else when the promise resolves.
 *
 * @param preparing the request is not ready yet; the pass' `begin` tells when it is sent
 * @throws ThrottlingError when the first attempt is refused its turn, PacingRefusal when a later one is, DeadlineCut, axios'
 *   CanceledError (all as rejections)
 */
export function enterPacing(
  call: CallState,
  encoded: EncodedRequest,
  config: InternalAxiosRequestConfig,
  preparing: boolean,
): Promise<void> | undefined {
  call.pass ??= call.attachment.gate?.pass(new CallPassenger(call, encoded, config))
  return call.pass?.enter(preparing)?.catch((error: unknown) => {
    // After a first attempt, the earlier failure is reported instead.
    const isFirst = error instanceof PacingRefusal && call.attempts.length === 0
    throw isFirst && loaded ? loaded.refusalError(call, encoded, error) : error
  })
}

/** A throttle is answered at once, so an attempt that took longer was held up by something else. */
const longestThrottleMs = 1_000

/** In how many milliseconds a call's turn has to come. A deadline that cuts leaves the attempt as long as a throttle took. */
function leftMs({ startedAt, retry, attempts, attachment }: CallState): number {
  const { cutAfterMs, policy = defaultPolicy } = retry
  const last = attempts.at(-1)
  const attemptMs = cutAfterMs !== undefined && last?.reason === 'throttled' ? last.durationMs : 0
  const deadlineAt = startedAt + (cutAfterMs ?? policy.deadlineMs)
  return deadlineAt - Math.min(attemptMs, longestThrottleMs) - attachment.settings.clock.now()
}
