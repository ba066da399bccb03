import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Waiter, WaitQueue } from '../../src/pacing/wait-queue.ts'

const waiterOf = (order: number): Waiter => ({
  order,
  deadlineAt: Number.POSITIVE_INFINITY,
  preparing: false,
  admit() {},
  refuse() {},
  queue: undefined,
  before: undefined,
  after: undefined,
})

/** All that wait, from the first to the last, as the links tell. */
function inOrder(queue: WaitQueue): Waiter[] {
  const waiters: Waiter[] = []
  for (let waiter = queue.first; waiter; waiter = waiter.after) waiters.push(waiter)
  return waiters
}

const orders = (queue: WaitQueue) => inOrder(queue).map(({ order }) => order)

function queueOf(...places: readonly number[]) {
  const queue = new WaitQueue()
  const waiters = places.map(waiterOf)
  for (const waiter of waiters) queue.add(waiter)
  return { queue, waiters }
}

test('no call waits at first', () => {
  const { queue } = queueOf()
  expect({ first: queue.first, size: queue.size }).toEqual({ first: undefined, size: 0 })
})

test.each([
  ['calls that come in order', [1, 2, 3], [1, 2, 3]],
  ['a throttled call, which is older than all that wait', [5, 6, 2], [2, 5, 6]],
  ['throttled calls that come back in another order', [7, 8, 3, 1, 2], [1, 2, 3, 7, 8]],
  ['a call with the place of another', [4, 9, 4], [4, 4, 9]],
] as const)('%s: the oldest goes first', (_, added, expected) => {
  expect(orders(queueOf(...added).queue)).toEqual(expected)
})

test('a call with the place of another goes before it, at the end of the queue too', () => {
  const { queue, waiters } = queueOf(1, 2, 2)
  expect(inOrder(queue)).toEqual([waiters[0], waiters[2], waiters[1]])
})

test('a call newer than all that wait is added without passing them, however many they are', () => {
  const { queue } = queueOf()
  let looks = 0
  const watched = (order: number): Waiter => ({
    ...waiterOf(order),
    get order() {
      looks++
      return order
    },
  })
  for (let order = 1; order <= 100; order++) queue.add(watched(order))
  looks = 0
  queue.add(watched(101))
  expect(looks).toBeLessThanOrEqual(2)
})

test('one that has left leads to none that waits', () => {
  const { queue, waiters } = queueOf(1, 2, 3)
  const [, middle] = waiters
  if (middle) queue.remove(middle)
  expect({ before: middle?.before, after: middle?.after }).toEqual({ before: undefined, after: undefined })
  expect(orders(queue)).toEqual([1, 3])
})

/** Adds a waiter with that place, or takes out the one at that index. */
const anyStep = fc.oneof(fc.record({ add: fc.nat({ max: 30 }) }), fc.record({ removeAt: fc.nat({ max: 30 }) }))

test('whatever comes and goes, it is a list in which each goes before the first that is not older', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 30, maxLength: 60, size: 'max' }), (steps) => {
      const queue = new WaitQueue()
      const model: Waiter[] = []
      let asModelled = true
      for (const step of steps) {
        if ('add' in step) {
          const waiter = waiterOf(step.add)
          const place = model.findIndex(({ order }) => order >= step.add)
          model.splice(place < 0 ? model.length : place, 0, waiter)
          queue.add(waiter)
        } else {
          const [waiter] = model.splice(step.removeAt % Math.max(1, model.length), 1)
          if (waiter) queue.remove(waiter)
        }
        const waiters = inOrder(queue)
        asModelled &&= queue.size === model.length && waiters.length === model.length
        // By identity, and not by toEqual, which would follow the links.
        asModelled &&= waiters.every((waiter, at) => waiter === model[at] && waiter.before === model[at - 1])
      }
      expect(asModelled).toBe(true)
    }),
    { seed: 1, numRuns: 40 },
  )
})
