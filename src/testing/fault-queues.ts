import type { Fault } from './fault.ts'
import { isFault } from './fault.ts'
import type { LoggedRequest } from './log.ts'
import { Queue } from './queue.ts'
import type { Target } from './target.ts'
import { TargetMap } from './target.ts'

/** Faults that no request has met yet. */
export interface PendingFaults {
  /** The requests that will meet them. */
  readonly target: Target
  /** The faults, in the order in which requests will meet them. */
  readonly faults: readonly Fault[]
}

/** Queued faults, one queue for each target. */
export class FaultQueues {
  readonly #queues = new TargetMap<{ target: Target; faults: Queue<Fault> }>()

  add(target: Target, faults: readonly unknown[]): void {
    if (faults.length === 0) throw new TypeError('fail: give at least one fault')
    const checked = faults.map((fault, index) => {
      if (!isFault(fault)) throw new TypeError(`fail: argument ${index + 2} is not a fault; make it with faults.*`)
      return fault
    })
    this.#queues.set('fail', target, (queue) => {
      const waiting = queue?.faults ?? new Queue()
      for (const fault of checked) waiting.push(fault)
      return { target, faults: waiting }
    })
  }

  /** Removes and returns the next fault from the most specific queue that matches the request. */
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
