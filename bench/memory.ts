import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ensureBuilt, root } from './built.ts'
import { measureRounds, type Side } from './compare.ts'
import { type Contender, contenders, here, plainAxios } from './contenders.ts'
import type { Row, Suite } from './suite.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('memory-child.ts', import.meta.url))
const calls = 50_000

/** A side of the table: a package, and the limit in calls a second at which its calls wait for their turn. */
interface Case extends Contender {
  readonly row: string
  readonly limit?: number
}

/** All calls get a turn within their 60 s, and few while the heap is measured. */
const [waitingCalls, limit] = [25_000, 500]

const cases: readonly Case[] = [
  ...contenders.map((one) => ({ ...one, row: one.name })),
  { ...here, row: `${here.name}, calls that wait for their turn`, limit },
]

/** Measures the bytes per call in a fresh process. */
async function bytesPerCall({ name, limit }: Contender & Partial<Case>, interceptors: number): Promise<number> {
  const options = ['--expose-gc', '--import', 'tsx', script]
  const given = limit === undefined ? [name, interceptors, calls] : [name, interceptors, waitingCalls, limit]
  const { stdout } = await run(process.execPath, [...options, ...given.map(String)], { cwd: root })
  return Number(stdout)
}

const bytes = (count: number): string => Math.round(count).toLocaleString('en-US')

async function measure(interceptors: number, rounds: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const measures = cases.map((one) => () => bytesPerCall(one, interceptors))
  const { baseline, sides } = await measureRounds(() => bytesPerCall(plainAxios, interceptors), measures, rounds)
  const toCells = ({ median, ratio }: Side) => [bytes(median), ratio.median.toFixed(2)]
  return new Map([
    [plainAxios.name, [bytes(baseline), '1.00']],
    ...sides.map((side, at) => [cases[at]?.row ?? '', toCells(side)] as const),
  ])
}

/** Measures the memory of a call that waits for its answer. */
export const memory: Suite = {
  name: 'memory',
  title: 'Memory of a call in flight',
  notes: [
    `${calls.toLocaleString('en-US')} calls by \`instance.post\` that are never answered, each side in a separate process. Measured: the heap in use after a forced garbage collection, minus that before the calls, ÷ the number of calls. Sockets add the same amount for every side.`,
    'The interceptors are request interceptors that set a header each. If there are any, axios-tencentcloud keeps the request as it was before them, because a retry may have to start from it.',
    'axios-tencentcloud runs with `pacing: false`, so that all calls are in flight; in its second row with `pacing: { limit: { qps: 500 } }` and 25,000 calls, so that nearly all wait for their turn.',
    'The heap hardly differs between runs, so the medians are of one run for every twenty rounds.',
  ],
  async run({ rounds }) {
    ensureBuilt()
    const runs = Math.ceil(rounds / 20)
    const without = await measure(0, runs)
    const withThree = await measure(3, runs)
    return [plainAxios.name, ...cases.map(({ row }) => row)].map((name): Row => {
      const [alone = '', aloneRatio = ''] = without.get(name) ?? []
      const [three = '', threeRatio = ''] = withThree.get(name) ?? []
      return {
        'a call in flight': name,
        'bytes, 0 interceptors': alone,
        '÷ axios': aloneRatio,
        'bytes, 3 interceptors': three,
        '÷ axios, with 3': threeRatio,
      }
    })
  },
}
