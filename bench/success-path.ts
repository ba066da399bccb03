import { deepEqual, equal } from 'node:assert/strict'
import type { AxiosAdapter, CreateAxiosDefaults } from 'axios'
import { bodies, question } from './bodies.ts'
import { createClient } from './client.ts'
import { compareAll, cpuTime, type Job, type Rounds, type Stopwatch, wallTime } from './compare.ts'
import { type Contender, contenders, plainAxios } from './contenders.ts'
import { startLoopback } from './loopback.ts'
import type { Pace, Row, Suite } from './suite.ts'

/** A call that succeeds. */
interface Case {
  readonly what: string
  readonly path: string
  /** The body that comes back. */
  readonly text: string
  readonly interceptors: number
  readonly defaults: CreateAxiosDefaults
}

/** Answers at once, with the text as an HTTP adapter would hand it on. */
const answering =
  (data: string): AxiosAdapter =>
  (config) =>
    Promise.resolve({ data, status: 200, statusText: 'OK', headers: { 'content-type': 'application/json' }, config })

const interceptorCounts = [0, 3]

function casesOf(where: string, defaultsFor: (text: string) => CreateAxiosDefaults): readonly Case[] {
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

/** How often JSON is parsed while `run` runs. */
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

/** The job of a contender, once it has shown that it returns the data and parses them once. */
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

function toRow({ what }: Case, { baseline, sides }: Rounds): Row {
  const row: Record<string, string> = { 'a successful call': what, 'axios, µs': baseline.toPrecision(3) }
  for (const [at, { ratio }] of sides.entries()) {
    const spread = `${ratio.lowerQuartile.toFixed(2)}-${ratio.upperQuartile.toFixed(2)}`
    row[contenders[at]?.name ?? ''] = `${ratio.median.toFixed(2)} (${spread})`
  }
  return row
}

async function measure(cases: readonly Case[], pace: Pace, stopwatch: Stopwatch): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const one of cases) {
    const jobs: Job[] = []
    for (const contender of contenders) jobs.push(await createJob(contender, one))
    rows.push(toRow(one, await compareAll(await createJob(plainAxios, one), jobs, pace, stopwatch)))
  }
  return rows
}

/** What a call that succeeds costs more than with axios alone. */
export const successPath: Suite = {
  name: 'success-path',
  title: 'A successful call ÷ the same with axios alone',
  notes: [
    'The median over the rounds of the time of a call ÷ the time with axios alone, both of the same round; in parentheses the middle half of the rounds.',
    'Before measuring, the suite makes sure that every side returns the same data and parses the body once.',
    'Fake adapter: it answers at once, within the process, so that nothing hides the cost; the time is that of the processors, with garbage collection and without what else runs on the machine. Loopback: a server in another process, over one connection that is kept alive; the time is that which passes.',
    'Calls are `instance.post`, one after the other, with a small JSON body; the interceptors are request interceptors that set a header each.',
    'axios-tencentcloud is the built package with its default options. The others are set up to repeat a call up to three times.',
    "axios-retry and retry-axios are attached to the instance; the others are wrapped around the call. smithy: the strategies of @smithy/util-retry in a loop like that of smithy's own middleware.",
  ],
  async run(pace) {
    const fake = await measure(
      casesOf('fake adapter', (text) => ({ adapter: answering(text) })),
      pace,
      cpuTime,
    )
    await using loopback = await startLoopback()
    const real = await measure(
      casesOf('loopback', () => loopback.defaults),
      pace,
      wallTime,
    )
    return [...fake, ...real]
  },
}
