import { RetryBudget, type RetryBudgetOptions } from '../retry/budget.ts'

/** The retry budgets of an attachment, one for each host that failed lately. */
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
    return budget.take()
  }

  /** To be told of each call that succeeded. Returns whether any budget is still short. */
  succeeded(host: string): boolean {
    const budget = this.#byHost.get(host)
    budget?.succeeded()
    if (budget?.isFull) this.#byHost.delete(host)
    return this.#byHost.size > 0
  }
}
