import { expect, test } from 'vitest'
import { fixedWindow, type Scenario, simulate, slidingWindow, tokenBucket } from './simulator.ts'

const qps = 20
const processes = 4
const keys = 8

type Limit = Scenario['limit']

const limits: readonly (readonly [string, Limit])[] = [
  ['fixed windows', (random: () => number) => fixedWindow(qps, 1_000, random())],
  ['sliding windows', () => slidingWindow(qps, 1_000)],
  ['token buckets', () => tokenBucket(qps, qps)],
]

// What the limit lets in in turn: a call of each process, then the next of each. Shares are given in whole seconds.
const fairShareMs = (place: number) => 1_000 * Math.ceil(((place + 1) * processes) / qps)

async function worstShare(limit: Limit, startMs: number): Promise<number> {
  let worst = 0
  for (let seed = 1; seed <= 10; seed++) {
    const { waits, places } = await simulate({ limit, calls: 1_600, keys, processes, startMs }, seed)
    worst = Math.max(worst, ...waits.map((wait, at) => wait / fairShareMs(places[at] ?? 0)))
  }
  return worst
}

test.each(limits)(
  'with 8 keys and 4 processes at once over %s no call waits longer than 3 × its fair share',
  async (_, limit) => {
    expect(await worstShare(limit, 0)).toBeLessThanOrEqual(3)
  },
)

test.each(limits)(
  'a process that comes 200 ms late waits no longer than 6 × its fair share over %s',
  async (_, limit) => {
    expect(await worstShare(limit, 200)).toBeLessThanOrEqual(6)
  },
)
