import type { RequestShape } from '../../request/index.ts'
import { RetryBudget, type RetryBudgetOptions } from '../../retry/budget.ts'
import { readHost } from '../describe-call.ts'

/** The number of hosts whose budgets are kept; the oldest budget is dropped first. A product has one host or a few. */
const mostHosts = 100

/** The retry budgets of a client, one for each host whose budget is not full. */
export class RetryBudgets {
  readonly #options: RetryBudgetOptions
  readonly #byHost = new Map<string, RetryBudget>()

  constructor(options: RetryBudgetOptions) {
    this.#options = options
  }

  /** Takes a retry of a transient failure. Returns false if none is left. */
  take(host: string): boolean {
    const budget = this.#byHost.get(host) ?? new RetryBudget(this.#options)
    this.#byHost.set(host, budget)
    const [oldest] = this.#byHost.keys()
    if (this.#byHost.size > mostHosts && oldest !== undefined) this.#byHost.delete(oldest)
    return budget.take()
  }

  /** Returns a retry that was taken, but not made. */
  giveBack(host: string): void {
    this.#byHost.get(host)?.giveBack()
  }

  /** Records a successful call to the host. Returns whether any budget is still not full. */
  succeeded(request: RequestShape): boolean {
    const host = readHost(request)
    const budget = this.#byHost.get(host)
    budget?.succeeded()
    if (budget?.isFull) this.#byHost.delete(host)
    return this.#byHost.size > 0
  }
}
