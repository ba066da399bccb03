import type { Attributes, Meter } from '@opentelemetry/api'
import type { Attempt } from '../../retry/index.ts'
import type { CallEvent, LimitEvent, ObservedCall } from '../event.ts'
import { createValueLimiter } from './clean.ts'
import {
  cancelled,
  type GiveUp,
  giveUpAttributes,
  readErrorFacts,
  type StreamEnd,
  streamAttributes,
  toErrorType,
} from './outcome.ts'

/**
 * Bucket boundaries in seconds. Up to 10 s they are those that the conventions advise for HTTP. A call that waits for
 * its turn may take a minute, the default of `maxRetryTimeMs`, and a batch longer.
 */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 300]

/** The number of values that an attribute may have. Beyond that, the SDK itself limits a metric to 2,000 series. */
const maxValues = { service: 100, action: 500, region: 50, code: 200, reason: 50 } as const

/** The metrics of all calls whose events a telemetry gets. */
export class Metrics {
  readonly #callDuration
  readonly #waitDuration
  readonly #attempts
  readonly #giveUps
  readonly #limits
  readonly #firstContent
  readonly #tokens
  readonly #fallbacks
  readonly #conflicts
  readonly #service = createValueLimiter(maxValues.service)
  readonly #action = createValueLimiter(maxValues.action)
  readonly #region = createValueLimiter(maxValues.region)
  readonly #code = createValueLimiter(maxValues.code)
  readonly #reason = createValueLimiter(maxValues.reason)

  constructor(meter: Meter) {
    const seconds = { unit: 's', advice: { explicitBucketBoundaries: buckets } }
    this.#callDuration = meter.createHistogram('tencentcloud.client.call.duration', {
      description: 'Time of a call with all its attempts and waits',
      ...seconds,
    })
    this.#waitDuration = meter.createHistogram('tencentcloud.client.wait.duration', {
      description: 'Time of a wait for the turn of an attempt, or of a backoff',
      ...seconds,
    })
    this.#attempts = meter.createCounter('tencentcloud.client.attempts', {
      description: 'Attempts, by what was decided after them',
      unit: '{attempt}',
    })
    this.#giveUps = meter.createCounter('tencentcloud.client.give_ups', {
      description: 'Calls that failed for good or were cancelled',
      unit: '{call}',
    })
    this.#limits = meter.createCounter('tencentcloud.client.limits_learned', {
      description: 'Limits that were learned from throttles',
      unit: '{limit}',
    })
    this.#firstContent = meter.createHistogram('tencentcloud.client.stream.first_content', {
      description: 'Time to first content',
      ...seconds,
    })
    this.#tokens = meter.createCounter('tencentcloud.client.stream.tokens', {
      unit: '{token}',
    })
    this.#fallbacks = meter.createCounter('tencentcloud.client.fallbacks', {
      description: 'Changes between a limit that processes share and a local share of it',
      unit: '{change}',
    })
    this.#conflicts = meter.createCounter('tencentcloud.client.limit_conflicts', {
      description: 'Limits that another process has configured in another way',
      unit: '{conflict}',
    })
  }

  callEnded(call: ObservedCall, event: Extract<CallEvent, { type: 'success' | 'give-up' }>): void {
    const names = this.#nameAttributes(call)
    const failure = event.type === 'give-up' ? this.#failureAttributes(event) : undefined
    const errorType = failure && { 'error.type': failure['error.type'] }
    this.#callDuration.record(event.durationMs / 1000, { ...names, ...errorType })
    if (failure) this.#giveUps.add(1, { ...names, ...failure })
  }

  attemptEnded(call: ObservedCall, attempt: Attempt): void {
    const { decision, reason, code } = attempt
    this.#attempts.add(1, {
      ...this.#nameAttributes(call),
      'tencentcloud.decision': decision,
      'tencentcloud.reason': reason,
      ...(code !== undefined && {
        'tencentcloud.error.code': this.#code(code),
        'error.type': this.#limitErrorType(toErrorType(attempt)),
      }),
    })
  }

  /** Counts an attempt without a record: it was cancelled, or its failure is not Tencent Cloud's. */
  attemptAborted(call: ObservedCall, event: GiveUp): void {
    this.#attempts.add(1, {
      ...this.#nameAttributes(call),
      'tencentcloud.decision': 'give-up',
      ...(event.cancelled && { 'tencentcloud.reason': cancelled }),
      'error.type': this.#limitErrorType(readErrorFacts(event).type),
    })
  }

  streamEnded(call: ObservedCall, event: StreamEnd): void {
    const { firstContentMs, usage = {} } = event
    const names = this.#nameAttributes(call)
    if (firstContentMs !== undefined) {
      this.#firstContent.record(firstContentMs / 1000, { ...names, ...streamAttributes(event, this.#code) })
    }
    for (const type of ['input', 'output'] as const) {
      const count = usage[`${type}Tokens`]
      if (count !== undefined) this.#tokens.add(count, { ...names, 'gen_ai.token.type': type })
    }
  }

  waited(call: ObservedCall, reason: 'pacing' | 'backoff', ms: number): void {
    this.#waitDuration.record(Math.max(0, ms) / 1000, {
      ...this.#nameAttributes(call),
      'tencentcloud.wait.reason': reason,
    })
  }

  limitChanged(event: LimitEvent): void {
    if (event.type === 'fallback') {
      this.#fallbacks.add(1, { 'tencentcloud.fallback.state': event.state })
      return
    }
    const { scope, ...named } = event.limit
    const counter = event.type === 'limit-conflict' ? this.#conflicts : this.#limits
    // Of a limit that was learned: what it counts, in the words of the option.
    const kind = ['qps', 'inFlight', 'tpm'].find((name) => name in named)
    counter.add(1, {
      ...this.#nameAttributes(named),
      'tencentcloud.limit.scope': scope,
      'tencentcloud.limit.kind': kind,
    })
  }

  #nameAttributes({ service, action, region }: Pick<ObservedCall, 'service' | 'action' | 'region'>): Attributes {
    return {
      ...(service !== undefined && { 'tencentcloud.service': this.#service(service) }),
      ...(action !== undefined && { 'tencentcloud.action': this.#action(action) }),
      ...(region !== undefined && { 'tencentcloud.region': this.#region(region) }),
    }
  }

  /** Limits the values of `error.type`. HTTP statuses always pass, because there are few of them. */
  #limitErrorType(type: string | undefined): string | undefined {
    return type === cancelled || (type !== undefined && /^[1-5]\d\d$/.test(type)) ? type : this.#code(type)
  }

  #failureAttributes(event: GiveUp): Attributes {
    const {
      'error.type': type,
      'tencentcloud.error.code': code,
      'tencentcloud.reason': reason,
    } = giveUpAttributes(event)
    return {
      'error.type': this.#limitErrorType(String(type)),
      ...(code !== undefined && { 'tencentcloud.error.code': this.#code(String(code)) }),
      ...(reason !== undefined && { 'tencentcloud.reason': this.#reason(String(reason)) }),
    }
  }
}
