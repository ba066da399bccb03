import type { ObservedCall } from 'axios-tencentcloud'
import { createTelemetry } from 'axios-tencentcloud/otel'
import { expect, test } from 'vitest'
import { turn } from '../support/turns.ts'
import { failing, madeUpCall } from './made-up-calls.ts'
import { startOpenTelemetry } from './opentelemetry.ts'

test('events that come twice, late, or without a beginning do no harm', () => {
  const sdk = startOpenTelemetry()
  const { onEvent } = createTelemetry(sdk)
  const events = failing(madeUpCall(1), '4000')
  for (const event of [...events.slice(1), ...events, ...events]) onEvent(event)
  expect(sdk.spans()).toHaveLength(0)
  const fresh = failing(madeUpCall(2), '4000')
  for (const event of [...fresh, ...fresh]) onEvent(event)
  expect(sdk.spans()).toHaveLength(2)
})

test('what is no event at all is complained of, and not thrown', () => {
  const { onEvent } = createTelemetry(startOpenTelemetry())
  for (const event of [undefined, 1, {}, { type: 'start' }, { type: 'wait', call: null }]) {
    expect(() => Reflect.apply(onEvent, undefined, [event])).not.toThrow()
  }
})

test('nothing is kept of calls that ended, nor of one whose end was lost', async () => {
  const { onEvent } = createTelemetry(startOpenTelemetry())
  const ended: WeakRef<ObservedCall>[] = []
  const lost: WeakRef<ObservedCall>[] = []
  ;(() => {
    for (let id = 1; id <= 50; id++) {
      const one = madeUpCall(id)
      const events = failing(one, '4000')
      const isLost = id % 2 === 0
      for (const event of isLost ? events.slice(0, 2) : events) onEvent(event)
      const list = isLost ? lost : ended
      list.push(new WeakRef(one))
    }
  })()
  await collectGarbage()
  const kept = (list: WeakRef<ObservedCall>[]) => list.filter((ref) => ref.deref() !== undefined).length
  // One of each may still lie on the stack.
  expect(kept(ended)).toBeLessThanOrEqual(1)
  expect(kept(lost)).toBeLessThanOrEqual(1)
})

async function collectGarbage(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8')
  const { runInNewContext } = await import('node:vm')
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('gc')
  for (let round = 0; round < 3; round++) {
    await turn()
    if (typeof gc === 'function') gc()
  }
}
