/**
 * The client-side rate limiter of the AWS SDKs' adaptive mode, without its retry quota. Names and numbers are those of
 * its reference (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html) and of smithy's code.
 */
const beta = 0.7
const scaleConstant = 0.4
const smooth = 0.8
const minFillRate = 0.5
const minCapacity = 1

/** A token bucket whose rate adapts to throttles. Times are in seconds. */
export class AdaptiveRate {
  #enabled = false
  #fillRate = minFillRate
  #maxCapacity = minCapacity
  #tokens = 0
  #filledAt = 0
  #lastMaxRate = 0
  #lastThrottle = 0
  #timeWindow = 0
  #measuredRate = 0
  #requestCount = 0
  #lastBucket = 0

  /** Calls a second; undefined until the first throttle. */
  get learned(): number | undefined {
    return this.#enabled ? this.#fillRate : undefined
  }

  /** Takes a token and returns 0; without a token, returns the seconds until there is one. */
  take(now: number): number {
    if (!this.#enabled) return 0
    this.#refill(now)
    if (this.#tokens < 1) return (1 - this.#tokens) / this.#fillRate
    this.#tokens--
    return 0
  }

  /** Must be called for each answer. */
  answered(now: number, throttled: boolean): void {
    this.#measure(now)
    let rate: number
    if (throttled) {
      this.#lastMaxRate = this.#enabled ? Math.min(this.#measuredRate, this.#fillRate) : this.#measuredRate
      this.#setTimeWindow()
      this.#lastThrottle = now
      this.#enabled = true
      rate = this.#lastMaxRate * beta
    } else {
      this.#setTimeWindow()
      rate = scaleConstant * (now - this.#lastThrottle - this.#timeWindow) ** 3 + this.#lastMaxRate
    }
    this.#setRate(now, Math.min(rate, 2 * this.#measuredRate))
  }

  #setTimeWindow(): void {
    this.#timeWindow = Math.cbrt((this.#lastMaxRate * (1 - beta)) / scaleConstant)
  }

  #setRate(now: number, rate: number): void {
    this.#refill(now)
    this.#fillRate = Math.max(rate, minFillRate)
    this.#maxCapacity = Math.max(rate, minCapacity)
    this.#tokens = Math.min(this.#tokens, this.#maxCapacity)
  }

  #refill(now: number): void {
    this.#tokens = Math.min(this.#maxCapacity, this.#tokens + (now - this.#filledAt) * this.#fillRate)
    this.#filledAt = now
  }

  #measure(now: number): void {
    const bucket = Math.floor(now * 2) / 2
    this.#requestCount++
    if (bucket <= this.#lastBucket) return
    const rate = this.#requestCount / (bucket - this.#lastBucket)
    this.#measuredRate = rate * smooth + this.#measuredRate * (1 - smooth)
    this.#requestCount = 0
    this.#lastBucket = bucket
  }
}
