import { RetryBudget, type RetryBudgetOptions } from '../../retry/budget.ts'

/** Hosts whose budgets are kept; the one that was short the longest is forgotten first. Products have one or a few. */
const mostHosts = 100

/** The retry budgets of a client, one for each host that failed lately. */
export class RetryBudgets {
  readonly #options: RetryBudgetOptions
  readonly #byHost = new Map<string, RetryBudget>()

  constructor(options: RetryBudgetOptions) {
    this.#options = options
  }

  /** Takes a retry of a transient failure. Returns false when none is left. */
  take(host: string): boolean {
    const budget = this.#byHost.get(host) ?? new RetryBudget(this.#options)
    this.#byHost.set(host, budget)
    const [oldest] = this.#byHost.keys()
    if (this.#byHost.size > mostHosts && oldest !== undefined) this.#byHost.delete(oldest)
    return budget.take()
  }

  /** Puts a retry back that was taken and not made. */
  giveBack(host: string): void {
    this.#byHost.get(host)?.giveBack()
  }

  /** Notes a call to the host that succeeded. Returns whether any budget is still short. */
  succeeded(host: string): boolean {
    const budget = this.#byHost.get(host)
    budget?.succeeded()
    if (budget?.isFull) this.#byHost.delete(host)
    return this.#byHost.size > 0
  }
}
