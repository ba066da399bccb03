import { describe, expect, it } from 'vitest'
import { createPacer, type DocumentedRate } from '../../src/pacing/index.ts'
import { Turns } from '../../src/pacing/turns.ts'
import { neverCancelled } from '../support/cancellations.ts'
import { fixedWindow, type Limit, type Scenario, simulate, slidingWindow, VirtualTime } from './simulator.ts'

const seeds = Array.from({ length: 10 }, (_, index) => (index + 1) * 7_919)
const perSecond = (calls: number): DocumentedRate => ({ calls, periodSeconds: 1 })

/** The mean over the seeds of the rejected requests, and of the time in ms. */
async function meansOf(scenario: Scenario) {
  let [rejected, timeMs] = [0, 0]
  for (const seed of seeds) {
    const run = await simulate(scenario, seed)
    expect(run.succeeded).toBe(scenario.calls)
    rejected += run.rejectedAt.length / seeds.length
    timeMs += run.timeMs / seeds.length
  }
  return { rejected, timeMs }
}

/** The same with a documented limit, and without. */
async function compare(documented: DocumentedRate, limit: Scenario['limit'], calls: number, processes = 1) {
  const scenario = { limit, calls, processes }
  const [before, after] = [await meansOf(scenario), await meansOf({ ...scenario, documented })]
  return {
    rejected: [before.rejected, after.rejected] as const,
    time: after.timeMs / before.timeMs,
    timeMs: after.timeMs,
  }
}

const fixed = (calls: number) => (random: () => number) => fixedWindow(calls, 1_000, random())
const unlimited = (): Limit => ({ admit: () => true })

describe('of a burst of 100 calls at 2/s', () => {
  it.each([
    ['fixed windows', fixed(2)],
    ['sliding windows', () => slidingWindow(2, 1_000)],
  ])('over %s half as many requests are rejected if the limit is documented, in the same time', async (_, limit) => {
    const { rejected, time } = await compare(perSecond(2), limit, 100)
    console.log(`rejected: ${rejected[0].toFixed(1)} before, ${rejected[1].toFixed(1)} with the documented limit`)
    expect(rejected[1]).toBeLessThan(0.6 * rejected[0])
    expect(time).toBeLessThan(1.02)
  })

  it('four processes too are rejected less', async () => {
    const { rejected, time, timeMs } = await compare(perSecond(2), fixed(2), 100, 4)
    expect(rejected[1]).toBeLessThan(0.5 * rejected[0])
    // The calls begin more slowly. 49 s would be ideal.
    expect(time).toBeLessThan(1.15)
    expect(timeMs).toBeLessThan(75_000)
  })
})

describe('a documented limit is no ceiling', () => {
  it('for an account with a higher one', async () => {
    const { rejected, time } = await compare(perSecond(1), fixed(50), 500)
    expect(time).toBeLessThan(1.05)
    expect(rejected[1]).toBeLessThan(rejected[0])
  })

  it('for an account without any: the window doubles each round trip', async () => {
    const { time } = await compare(perSecond(1), unlimited, 500)
    // Without a documented limit 5 round trips of 50 ms, and with it the four to five in which 1 becomes 20 as well.
    expect(time).toBeLessThan(2)
  })

  it('nor if it is of minutes: a long period lowers no estimate', async () => {
    const { time } = await compare({ calls: 2, periodSeconds: 60 }, fixed(5), 60, 4)
    expect(time).toBeLessThan(1.1)
  })
})

it('one above 20 calls changes nothing', async () => {
  const { rejected, time } = await compare(perSecond(200), fixed(20), 200)
  expect(rejected[1]).toBe(rejected[0])
  expect(time).toBe(1)
})

describe('the first calls', () => {
  const countAtOnce = (documented: DocumentedRate | undefined, qps?: number) => {
    const clock = new VirtualTime(() => 0)
    const options = qps === undefined ? {} : { limit: { qps } }
    const pacer = createPacer({ clock, options, documentedRate: () => documented })
    let sent = 0
    while (sent < 100 && pacer.tryEnter('key')) sent++
    return sent
  }

  it.each([
    [undefined, 20],
    [perSecond(1), 1],
    [perSecond(5), 5],
    [perSecond(20), 20],
    [perSecond(1_000), 20],
    [{ calls: 2, periodSeconds: 60 }, 2],
    [{ calls: 200, periodSeconds: 600 }, 20],
  ])('with %j are %i', (documented, count) => {
    expect(countAtOnce(documented)).toBe(count)
  })

  it('are as many as a configured limit allows, whatever is documented', () => {
    expect(countAtOnce(perSecond(2), 50)).toBe(50)
  })
})

describe('turns', () => {
  const countAtOnce = (action: string | undefined, scope: 'action' | 'service' = 'action') => {
    const asked: string[] = []
    const turns = new Turns({
      clock: new VirtualTime(() => 0),
      // So high that nothing but slow start holds calls back; it can only be of a wider scope.
      options: scope === 'action' ? {} : { limit: { qps: 90, scope } },
      publish: () => {},
      documentedRate: (service, name) => {
        asked.push(`${service} ${name}`)
        return name === 'QuestionOCR' ? perSecond(2) : undefined
      },
    })
    const passenger = {
      limits: () => undefined,
      patienceMs: () => Number.POSITIVE_INFINITY,
      isRetry: () => false,
      cancellation: neverCancelled,
      whileLoading: () => Promise.resolve(),
    }
    const paced = { account: 'one', host: 'ocr.tencentcloudapi.com', service: 'ocr', action }
    let sent = 0
    while (
      sent < 100 &&
      !(turns.enter({ passenger, tickets: undefined, waited() {} }, paced, false) instanceof Promise)
    )
      sent++
    return { sent, asked }
  }

  it('ask once for each action what is documented', () => {
    expect(countAtOnce('QuestionOCR')).toEqual({ sent: 2, asked: ['ocr QuestionOCR'] })
    expect(countAtOnce('GeneralOCR')).toEqual({ sent: 20, asked: ['ocr GeneralOCR'] })
  })

  it('do not ask for calls without an action, or for a limit of a wider scope', () => {
    expect(countAtOnce(undefined)).toEqual({ sent: 20, asked: [] })
    expect(countAtOnce('QuestionOCR', 'service')).toEqual({ sent: 90, asked: [] })
  })
})
