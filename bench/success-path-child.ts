// node --import tsx bench/success-path-child.ts <contender> <pace as JSON>
// Prints the rounds of each case as JSON. The process runs only one contender and axios alone.
import { deepEqual, equal, ok } from 'node:assert/strict'
import type { AxiosAdapter, CreateAxiosDefaults } from 'axios'
import { bodies, question } from './bodies.ts'
import { compareAll, cpuTime, type Job, type Pace, type Rounds, type Stopwatch, wallTime } from './compare.ts'
import { type Contender, contenders, plainAxios } from './contenders.ts'
import { createClient } from './create-client.ts'
import { startLoopback } from './loopback.ts'

/** A call that succeeds. */
interface Case {
  readonly what: string
  readonly path: string
  /** The body of the answer. */
  readonly text: string
  readonly interceptors: number
  readonly defaults: CreateAxiosDefaults
}

/** Answers at once, with the text that an HTTP adapter would return. */
const answering =
  (data: string): AxiosAdapter =>
  (config) =>
    Promise.resolve({ data, status: 200, statusText: 'OK', headers: { 'content-type': 'application/json' }, config })

const interceptorCounts = [0, 3]

function createCases(where: string, defaultsFor: (text: string) => CreateAxiosDefaults): readonly Case[] {
  return bodies.flatMap(({ what, path, text }) =>
    interceptorCounts.map((interceptors) => ({
      what: `${where}, ${what}, ${interceptors} interceptors`,
      path,
      text,
      interceptors,
      defaults: defaultsFor(text),
    })),
  )
}

/** Counts the calls of JSON.parse while `run` runs. */
async function countParses(run: () => Promise<void>): Promise<number> {
  const { parse } = JSON
  let count = 0
  JSON.parse = (...given) => {
    count++
    return parse(...given)
  }
  try {
    await run()
  } finally {
    JSON.parse = parse
  }
  return count
}

/** Creates the job of a contender, after checking that it returns the right data and parses the body only once. */
async function createJob(contender: Contender, { what, path, text, interceptors, defaults }: Case): Promise<Job> {
  const post = await createClient(contender, defaults, interceptors)
  const expected: unknown = JSON.parse(text)
  const parses = await countParses(async () => {
    const { data } = await post(path, question)
    deepEqual(data, expected, `${contender.name}: ${what}`)
  })
  equal(parses, 1, `${contender.name}: ${what}: parsed ${parses} times`)
  return () => post(path, question)
}

/** The rounds of a case. */
export interface CaseRounds {
  readonly what: string
  readonly rounds: Rounds
}

async function measure(
  contender: Contender,
  cases: readonly Case[],
  pace: Pace,
  stopwatch: Stopwatch,
): Promise<readonly CaseRounds[]> {
  const measured: CaseRounds[] = []
  for (const one of cases) {
    const [there, here] = [await createJob(plainAxios, one), await createJob(contender, one)]
    measured.push({ what: one.what, rounds: await compareAll(there, [here], pace, stopwatch) })
  }
  return measured
}

const [name, pace = ''] = process.argv.slice(2)
const contender = contenders.find((one) => one.name === name)
ok(contender, `no contender "${name}"`)
const { rounds, sideMs }: Pace = JSON.parse(pace)
const baseURL = 'https://cvm.tencentcloudapi.com'
const fake = createCases('fake adapter', (text) => ({ adapter: answering(text), baseURL }))
const measured = [...(await measure(contender, fake, { rounds, sideMs }, cpuTime))]
{
  await using loopback = await startLoopback()
  const real = createCases('loopback', () => loopback.defaults)
  measured.push(...(await measure(contender, real, { rounds, sideMs }, wallTime)))
}
console.log(JSON.stringify(measured))
