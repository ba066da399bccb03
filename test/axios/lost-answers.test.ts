import { setMaxListeners } from 'node:events'
import { isCancel } from 'axios'
import { TencentCloudError } from 'axios-tencentcloud'
import { type createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'
import { countDependents } from '../support/dependents.ts'
import { spyOnGates } from '../support/gates.ts'
import { startIdleCloud } from '../support/idle-cloud.ts'
import { seeded } from '../support/seeded.ts'
import { until } from '../support/turns.ts'

/** `CHAOS_CALLS=1000000` for a longer run, in rounds, because the fake remembers each request of a round. */
const allCalls = Number(process.env.CHAOS_CALLS ?? 3_000)
const perRound = 1_000
const workers = 100
const seeds = Array.from({ length: Math.ceil(allCalls / perRound) }, (_, index) => index + 1)

/** Reads, writes that overwrite, writes that duplicate, and these again with a ClientToken that the fake honours. */
const actions = ['DescribeInstances', 'ModifyInstancesAttribute', 'RunInstances', 'RunInstances+token'] as const

type FaultOf = (random: () => number) => Parameters<ReturnType<typeof createFakeTencentCloud>['fail']>[1]

/** What may happen to a request, with its weight. */
const fates: readonly (readonly [weight: number, FaultOf])[] = [
  [60, () => faults.delay(0)],
  [6, (random) => faults.delay(Math.ceil(random() * 2_000))],
  [6, () => faults.reset('before')],
  [6, () => faults.reset('after')],
  [4, () => faults.truncated()],
  [4, () => faults.delay(100_000)],
  [4, () => faults.html(502, { executed: true })],
  [4, () => faults.status(503, { 'Retry-After': '1' })],
  [3, () => faults.api3('InternalError', 'an internal fault')],
  [3, () => faults.api3('RequestLimitExceeded', 'slow down')],
]

function fateOf(random: () => number): ReturnType<FaultOf> {
  const total = fates.reduce((sum, [weight]) => sum + weight, 0)
  let left = random() * total
  for (const [weight, make] of fates) {
    left -= weight
    if (left < 0) return make(random)
  }
  return faults.delay(0)
}

const unhandled: unknown[] = []
const noteUnhandled = (reason: unknown) => unhandled.push(reason)
beforeAll(() => {
  process.on('unhandledRejection', noteUnhandled)
})
afterAll(() => {
  process.off('unhandledRejection', noteUnhandled)
})

test.each(seeds)(
  `of ${perRound} calls through resets, timeouts, lost answers and aborts (seed %i) none is lost, none runs twice, none outlives its deadline, and nothing is left behind`,
  async (seed) => {
    const calls = perRound
    const random = seeded(seed)
    const { clock, fake, client } = await startIdleCloud('cvm')
    const http = client({ retry: { baseDelayMs: 20 } })
    fake.fail('*', ...Array.from({ length: 4 * calls }, () => fateOf(random)))
    const gates = spyOnGates()
    const { signal } = new AbortController()
    setMaxListeners(0, signal)

    const outcomes = new Map<string, 'returned' | 'cancelled' | TencentCloudError>()
    let late = 0
    async function call(number: number): Promise<void> {
      const id = `${seed}-${number}`
      const [action, token] = (actions[number % actions.length] ?? actions[0]).split('+')
      const deadlineMs = random() < 0.5 ? Math.ceil(500 + random() * 5_000) : undefined
      const startedAt = clock.now()
      const own = random() < 0.05 ? new AbortController() : undefined
      if (own)
        clock.sleep(random() * 2_000, own.signal).then(
          () => own.abort(),
          () => {},
        )
      const sent = http.post(
        '/',
        { Id: id, ...(token && { ClientToken: id }) },
        {
          headers: { 'X-TC-Action': action, 'X-TC-Version': '2017-03-12' },
          signal: own?.signal ?? signal,
          ...(deadlineMs !== undefined && { tencentCloud: { deadlineMs } }),
        },
      )
      const outcome = await sent.then(
        () => 'returned' as const,
        (error: unknown) => (own?.signal.aborted && isCancel(error) ? ('cancelled' as const) : error),
      )
      own?.abort()
      if (clock.now() - startedAt > (deadlineMs ?? Number.POSITIVE_INFINITY) + 50) late++
      if (outcome !== 'returned' && outcome !== 'cancelled' && !(outcome instanceof TencentCloudError)) throw outcome
      outcomes.set(id, outcome)
    }
    let begun = 0
    const work = async (): Promise<void> => {
      while (begun < calls) await call(begun++)
    }
    await Promise.all(Array.from({ length: workers }, work))

    expect(outcomes.size).toBe(calls)
    expect(late).toBe(0)
    const executions = new Map<string, number>()
    for (const { params } of fake.executions) {
      const id = String(params.Id)
      executions.set(id, (executions.get(id) ?? 0) + 1)
    }
    const runs = (id: string) => executions.get(id) ?? 0
    const duplicated = [...outcomes.keys()].filter((id) => {
      const action = actions[Number(id.split('-')[1]) % actions.length]
      return action?.startsWith('RunInstances') && runs(id) > 1
    })
    expect(duplicated).toEqual([])
    const misjudged = [...outcomes].filter(([id, outcome]) =>
      outcome === 'returned' ? runs(id) === 0 : outcome !== 'cancelled' && !outcome.mayHaveRun && runs(id) > 0,
    )
    expect(misjudged.map(([id]) => id)).toEqual([])
    // A storm that no call survives would prove little.
    const returned = [...outcomes.values()].filter((outcome) => outcome === 'returned')
    expect(returned.length).toBeGreaterThan(calls / 2)
    expect(clock.sleeping).toBe(0)
    expect(countDependents(signal)).toBe(0)
    expect(unhandled).toEqual([])
    expect(gates().map(({ inFlight }) => inFlight)).toEqual([0])
  },
  120_000,
)

test('an aborted storm ends at once, every call with a CanceledError, and leaves nothing behind', async () => {
  const { clock, fake, client } = await startIdleCloud('cvm')
  const http = client()
  fake.fail('*', ...Array(300).fill(faults.api3('RequestLimitExceeded', 'slow down')))
  const controller = new AbortController()
  const sent = Array.from({ length: 200 }, () =>
    rejectionOf(http.post('/', {}, { headers: { 'X-TC-Action': 'DescribeInstances' }, signal: controller.signal })),
  )
  await until(() => fake.requests.length >= 25)
  controller.abort()
  const names = (await Promise.all(sent)).map((error) => (error instanceof Error ? error.name : ''))
  expect(new Set(names)).toEqual(new Set(['CanceledError']))
  expect(clock.sleeping).toBe(0)
})
