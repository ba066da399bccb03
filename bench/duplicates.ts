import axios from 'axios'
import { createFakeTencentCloud, type Fault, faults } from 'axios-tencentcloud/testing'
import { seeded } from '../test/support/seeded.ts'
import { type Contender, here, others } from './contenders.ts'
import { makeCalls } from './load/make-calls.ts'
import type { Row, Suite } from './suite.ts'

const ownCalls = 21_000
const otherCalls = 2_100
const workers = 100
const timeoutMs = 2_000

/** Reads, writes that overwrite, writes that duplicate, and these again with a ClientToken that the fake honours. */
const actions = ['DescribeInstances', 'ModifyInstancesAttribute', 'RunInstances', 'RunInstances+token'] as const

/** What may happen to a request, with its weight. Lost are the answers of a good part of those that ran. */
const fates: readonly (readonly [weight: number, fate: () => Fault])[] = [
  [60, () => faults.delay(0)],
  [8, () => faults.reset('before')],
  [8, () => faults.reset('after')],
  [6, () => faults.truncated()],
  [6, () => faults.delay(2 * timeoutMs)],
  [6, () => faults.html(502, { executed: true })],
  [6, () => faults.api3('InternalError', 'an internal fault')],
]

function drawFate(random: () => number): Fault {
  const total = fates.reduce((sum, [weight]) => sum + weight, 0)
  let left = random() * total
  const drawn = fates.find(([weight]) => {
    left -= weight
    return left < 0
  })
  return drawn?.[1]() ?? faults.delay(0)
}

interface Result {
  readonly failed: number
  /** Writes that must run once, and ran more than once. */
  readonly ranTwice: number
}

/** Makes calls of one side, over real sockets, through resets, timeouts and lost answers. */
async function measure(contender: Contender, calls: number): Promise<Result> {
  const random = seeded(1)
  const fake = createFakeTencentCloud()
  const listening = await fake.listen()
  for (let number = 0; number < 5 * calls; number++) fake.fail('*', drawFate(random))
  const instance = axios.create({ baseURL: listening.urlOf('cvm'), proxy: false, timeout: timeoutMs })
  let made = 0
  const post = await contender.wrap(instance)
  const call = () => {
    const number = made++
    const [action = '', token] = (actions[number % actions.length] ?? actions[0]).split('+')
    return post(`/?Action=${action}&Version=2017-03-12`, { Id: number, ...(token && { ClientToken: String(number) }) })
  }
  const { failed } = await makeCalls(call, { calls, workers, capMs: 600_000 })
  const runs = new Map<unknown, number>()
  for (const { action, params } of fake.executions) {
    if (action === 'RunInstances') runs.set(params.Id, (runs.get(params.Id) ?? 0) + 1)
  }
  await listening.close()
  return { failed, ranTwice: [...runs.values()].filter((count) => count > 1).length }
}

function toRow({ name }: Contender, calls: number, { failed, ranTwice }: Result): Row {
  return {
    'writes that must run once': name,
    calls: calls.toLocaleString('en'),
    'writes that ran twice': String(ranTwice),
    'of all such writes': `${((200 * ranTwice) / calls).toFixed(2)} %`,
    'calls that succeed': `${((100 * (calls - failed)) / calls).toFixed(1)} %`,
  }
}

/** Counts the writes that run twice because a client repeats them. */
export const duplicates: Suite = {
  name: 'duplicates',
  title: 'Writes that run twice',
  method: 'one run over loopback HTTP, with real waits',
  notes: [
    'The server is the fake of `axios-tencentcloud/testing` on a loopback port, which counts what it executes. Of 100 requests 60 are answered, 8 meet a reset before and 8 one after they have run, 6 get half an answer, 6 an answer after the timeout of the client (2 s), 6 a 502 page although they have run, and 6 InternalError without having run; the fates are the same for all sides.',
    'A quarter of the calls each are reads, writes that overwrite, writes that duplicate (RunInstances), and such writes with a ClientToken, by which the fake recognizes a repeat. Counted are runs of RunInstances: more than one run of a call is a second instance.',
    "All packages have the default conditions for a retry, with up to three retries. axios-retry and retry-axios repeat no POST by default, which is what protects them here, and costs the reads. To the others Tencent Cloud's InternalError in a 200 is a success.",
  ],
  async run({ quick }, add) {
    const share = quick ? 0.1 : 1
    const own = await measure(here, ownCalls * share)
    add.figure('run twice', own.ranTwice)
    const calls = otherCalls * share
    const rows = others.map(async (contender) => toRow(contender, calls, await measure(contender, calls)))
    return [toRow(here, ownCalls * share, own), ...(await Promise.all(rows))]
  },
}
