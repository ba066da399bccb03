import type { Fault } from './faults.ts'
import { isFault } from './faults.ts'
import type { LoggedRequest } from './log.ts'
import { Queue } from './queue.ts'
import type { Target } from './target.ts'
import { TargetMap } from './target.ts'

/** Faults that no request has met yet. */
export interface PendingFaults {
  /** Which requests are to meet them. */
  readonly target: Target
  /** In the order in which they will be met. */
  readonly faults: readonly Fault[]
}

/** Faults in waiting, a queue for each target. */
export class FaultQueues {
  readonly #queues = new TargetMap<{ target: Target; faults: Queue<Fault> }>()

  add(target: Target, faults: readonly unknown[]): void {
    if (faults.length === 0) throw new TypeError('fail: no fault given')
    const checked = faults.map((fault, index) => {
      if (!isFault(fault)) throw new TypeError(`fail: argument ${index + 2} is not a fault; make it with faults.*`)
      return fault
    })
    this.#queues.set('fail', target, (queue) => {
      const waiting = queue?.faults ?? new Queue()
      waiting.push(...checked)
      return { target, faults: waiting }
    })
  }

  /** Takes the next fault out of the most specific queue that has one for this request. */
  take(request: LoggedRequest): Fault | undefined {
    return this.#queues
      .matching(request)
      .find(({ faults }) => faults.size > 0)
      ?.faults.shift()
  }

  get pending(): readonly PendingFaults[] {
    return [...this.#queues.values()]
      .filter(({ faults }) => faults.size > 0)
      .map(({ target, faults }) => ({ target, faults: faults.toArray() }))
  }

  clear(): void {
    this.#queues.clear()
  }
}
