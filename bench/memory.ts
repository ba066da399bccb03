import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ensureBuilt, root } from './built.ts'
import { measureRounds, type Side } from './compare.ts'
import { type Contender, contenders, plainAxios } from './contenders.ts'
import type { Row, Suite } from './suite.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('memory-child.ts', import.meta.url))
const calls = 50_000

/** Measures the bytes per call in a fresh process. */
async function bytesPerCall({ name }: Contender, interceptors: number): Promise<number> {
  const options = ['--expose-gc', '--import', 'tsx', script]
  const { stdout } = await run(process.execPath, [...options, name, String(interceptors), String(calls)], { cwd: root })
  return Number(stdout)
}

const bytes = (count: number): string => Math.round(count).toLocaleString('en-US')

async function measure(interceptors: number, rounds: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const measures = contenders.map((one) => () => bytesPerCall(one, interceptors))
  const { baseline, sides } = await measureRounds(() => bytesPerCall(plainAxios, interceptors), measures, rounds)
  const toCells = ({ median, ratio }: Side) => [bytes(median), ratio.median.toFixed(2)]
  return new Map([
    [plainAxios.name, [bytes(baseline), '1.00']],
    ...sides.map((side, at) => [contenders[at]?.name ?? '', toCells(side)] as const),
  ])
}

/** Measures the memory of a call that waits for its answer. */
export const memory: Suite = {
  name: 'memory',
  title: 'Memory of a call in flight',
  notes: [
    `${calls.toLocaleString('en-US')} calls by \`instance.post\` that are never answered, each side in a separate process. Measured: the heap in use after a forced garbage collection, minus that before the calls, ÷ the number of calls. Sockets add the same amount for every side.`,
    'The interceptors are request interceptors that set a header each. If there are any, axios-tencentcloud keeps the request as it was before them, because a retry may have to start from it.',
    'axios-tencentcloud runs with `pacing: false`; with pacing, 20 of these calls would be in flight and the others would wait in the queue.',
    'The heap hardly differs between runs, so the medians are of one run for every twenty rounds.',
  ],
  async run({ rounds }) {
    ensureBuilt()
    const runs = Math.ceil(rounds / 20)
    const without = await measure(0, runs)
    const withThree = await measure(3, runs)
    return [plainAxios, ...contenders].map(({ name }): Row => {
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
