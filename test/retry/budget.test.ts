import { expect, test } from 'vitest'
import { RetryBudget } from '../../src/retry/budget.ts'
import { seeded } from '../support/seeded.ts'

const maxAttempts = 4

/** Makes calls in sequence; each attempt fails with the probability of that time. */
function outcome(calls: number, failing: (call: number) => number, seed = 1) {
  const random = seeded(seed)
  const budget = new RetryBudget()
  let requests = 0
  let succeeded = 0
  for (let call = 0; call < calls; call++) {
    for (let attempt = 1; ; attempt++) {
      requests++
      if (random() >= failing(call)) {
        succeeded++
        budget.succeeded()
        break
      }
      if (attempt === maxAttempts || !budget.take()) break
    }
  }
  return { requests, succeeded }
}

test('a total outage with 6,000 calls costs at most 2 % more requests', () => {
  const { requests, succeeded } = outcome(6_000, () => 1)
  expect(succeeded).toBe(0)
  expect(requests / 6_000).toBeLessThanOrEqual(1.02)
  expect(requests).toBeGreaterThan(6_000)
})

test.each([1, 2, 3, 4, 5])('if a tenth of the reads fail, 99.9 %% of the calls succeed (seed %i)', (seed) => {
  const { succeeded } = outcome(100_000, () => 0.1, seed)
  expect(succeeded / 100_000).toBeGreaterThanOrEqual(0.999)
})

test('while half of the attempts fail, retries stay below a fifth of the successes', () => {
  const { requests, succeeded } = outcome(20_000, () => 0.5)
  expect(requests - 20_000).toBeLessThanOrEqual(100 + succeeded / 5)
})

test('after an outage, successes refill the budget', () => {
  const { succeeded } = outcome(30_000, (call) => (call < 2_000 ? 1 : 0.1))
  expect(succeeded / 28_000).toBeGreaterThanOrEqual(0.998)
})

test('a budget never exceeds its capacity', () => {
  const budget = new RetryBudget({ capacity: 2, earned: 0.5 })
  budget.succeeded()
  expect(budget.left).toBe(2)
  expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false])
  budget.succeeded()
  expect(budget.take()).toBe(false)
  budget.succeeded()
  expect(budget.take()).toBe(true)
})

test('a retry that was not made is returned, up to the capacity', () => {
  const budget = new RetryBudget({ capacity: 2 })
  budget.take()
  budget.take()
  budget.giveBack()
  expect(budget.left).toBe(1)
  budget.giveBack()
  budget.giveBack()
  expect(budget.left).toBe(2)
})

test('a budget is full until a retry is taken, and again after successes have refilled it', () => {
  const budget = new RetryBudget({ capacity: 3, earned: 0.5 })
  expect(budget.isFull).toBe(true)
  budget.take()
  expect(budget.isFull).toBe(false)
  budget.succeeded()
  expect(budget.isFull).toBe(false)
  budget.succeeded()
  expect(budget.isFull).toBe(true)
})
