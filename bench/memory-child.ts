// node --expose-gc --import tsx bench/memory-child.ts <contender> <interceptors> <calls> [limit]
// Prints the bytes of heap that one call uses while it waits for its answer; with a limit in calls a second, while it waits
// for its turn.
import { equal, ok } from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import type { AxiosAdapter } from 'axios'
import { question } from './bodies.ts'
import { contenders, plainAxios } from './contenders.ts'
import { createClient } from './create-client.ts'

const [name, interceptors = '0', calls = '0', limit] = process.argv.slice(2)
const contender = [plainAxios, ...contenders].find((one) => one.name === name)
const { gc } = globalThis
ok(contender, `no contender "${name}"`)
ok(gc, 'run with --expose-gc')

/** Functions that would answer the calls. Like a socket, they keep each waiting call alive. */
const unanswered: (() => void)[] = []
const silent: AxiosAdapter = (config) =>
  new Promise((resolve) => {
    unanswered.push(() => resolve({ data: '', status: 200, statusText: 'OK', headers: {}, config }))
  })
const pacing = limit === undefined ? false : Number(limit)
const post = await createClient(
  contender,
  { adapter: silent, baseURL: 'https://cvm.tencentcloudapi.com' },
  Number(interceptors),
  { pacing },
)
let begun = 0

/** Starts calls, and waits until all have reached the adapter or wait for their turn. */
async function begin(count: number): Promise<readonly Promise<unknown>[]> {
  begun += count
  const pending = Array.from({ length: count }, () => post('/', question))
  await setTimeout(20)
  if (pacing === false) equal(unanswered.length, begun)
  return pending
}

function heapUsed(): number {
  gc?.()
  return process.memoryUsage().heapUsed
}

// A first batch compiles the code and loads the modules before the measurement.
const warmedUp = await begin(2_000)
const before = heapUsed()
const pending = await begin(Number(calls))
const bytes = heapUsed() - before
ok(warmedUp.length > 0 && pending.length > 0)
if (pacing !== false) ok(unanswered.length < begun / 5, 'too few calls wait for their turn')
console.log(bytes / Number(calls))
// Turns would go on for minutes.
process.exit()
