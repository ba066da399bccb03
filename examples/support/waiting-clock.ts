import type { Clock, TencentCloudEvent } from 'axios-tencentcloud'

interface Sleeper {
  readonly wakeAt: number
  wake(): void
}

/**
 * A clock that runs while a call waits, and stands still while its requests are on their way: the demo then shows the same
 * on a fast machine and on a busy one. Each wait takes its real time. For one call at a time.
 */
export class WaitingClock implements Clock {
  readonly #sleepers = new Set<Sleeper>()
  #time = Date.now()
  #isWaiting = false
  #timer: NodeJS.Timeout | undefined

  now = (): number => this.#time
  random = Math.random

  sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const end = (act: () => void) => {
        this.#sleepers.delete(sleeper)
        signal.removeEventListener('abort', onAbort)
        act()
        this.#schedule()
      }
      const onAbort = () => end(() => reject(signal.reason))
      const sleeper = { wakeAt: this.#time + ms, wake: () => end(resolve) }
      signal.addEventListener('abort', onAbort)
      this.#sleepers.add(sleeper)
      this.#schedule()
    })

  /** For the attachment's `onEvent`: a call waits from such an event until its next one. */
  onEvent = ({ type }: TencentCloudEvent): void => {
    this.#isWaiting = type === 'wait'
    this.#schedule()
  }

  /** Waits for the sleeper that is due first. */
  #schedule(): void {
    clearTimeout(this.#timer)
    const next = [...this.#sleepers].sort((a, b) => a.wakeAt - b.wakeAt)[0]
    if (!next || !this.#isWaiting) return
    this.#timer = setTimeout(() => {
      this.#time = Math.max(this.#time, next.wakeAt)
      next.wake()
    }, next.wakeAt - this.#time)
  }
}
