import { type ChildProcess, fork } from 'node:child_process'
import type { LoopDelay } from './loop-delay.ts'
import type { Outcome } from './make-calls.ts'
import {
  ask,
  type ClientReply,
  type ClientRequest,
  type Counts,
  type FleetOf,
  type Job,
  type Rule,
  type Run,
  type ServerReply,
  type ServerRequest,
} from './protocol.ts'

/** Calls through one side, against a limiter. */
export interface Load {
  readonly side: string
  readonly rule: Rule
  readonly latencyMs: readonly [min: number, max: number]
  /** All processes together. */
  readonly calls: number
  readonly processes: number
  readonly workers: number | undefined
  readonly qps: number | undefined
  readonly capMs: number
  /** Keeps the limit for all processes. Default: each is by itself. */
  readonly redisPort?: number
  /** Called when all processes begin. */
  readonly onStart?: () => void
}

/** What came of one side. */
export interface Result {
  readonly side: string
  /** From the first call to the last result. */
  readonly timeMs: number
  readonly calls: number
  readonly failed: number
  readonly unfinished: number
  readonly accepted: readonly number[]
  readonly rejected: readonly number[]
  /** The most requests in any 1,000 ms. */
  readonly busiestSecond: number
  /** When each process had its last result, in ms since the first began. */
  readonly endsMs: readonly number[]
  /** Sorted. */
  readonly waitsMs: readonly number[]
  /** How late the timers of the latest process fired, 99th percentile: much of it, and the machine was too busy. */
  readonly loopDelayMs: number
  /** How late one of them was once. */
  readonly longestDelayMs: number
}

const start = (program: string): ChildProcess => {
  // A proxy of the environment's is not for the loopback; the packages under test read these.
  const { http_proxy: _, HTTP_PROXY: __, ...env } = process.env
  return fork(new URL(program, import.meta.url), {
    env,
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

const track = 'measured'

function runOf({ side, calls, processes, workers, qps, redisPort }: Load): Run {
  const fleet: FleetOf | undefined = redisPort === undefined ? undefined : { port: redisPort, processes }
  return { side, track, calls: calls / processes, workers: workers && workers / processes, qps, fleet }
}

function toResult(
  side: string,
  { accepted, rejected, busiestSecond }: Counts,
  outcomes: readonly Outcome[],
  delays: readonly LoopDelay[],
): Result {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0)
  const startedAt = Math.min(...outcomes.map((outcome) => outcome.startedAt))
  return {
    side,
    timeMs: Math.max(...outcomes.map((outcome) => outcome.endedAt)) - startedAt,
    calls: sum(({ waitsMs }) => waitsMs.length),
    failed: sum(({ failed }) => failed),
    unfinished: sum(({ unfinished }) => unfinished),
    accepted,
    rejected,
    busiestSecond,
    endsMs: outcomes.map(({ endedAt }) => endedAt - startedAt),
    waitsMs: outcomes.flatMap(({ waitsMs }) => waitsMs).toSorted((a, b) => a - b),
    loopDelayMs: Math.max(...delays.map((delay) => delay.loopDelayMs)),
    longestDelayMs: Math.max(...delays.map((delay) => delay.longestDelayMs)),
  }
}

/** Runs a load, with the server and each client in a process of its own. */
export async function runLoad(load: Load): Promise<Result> {
  const server = start('./server.ts')
  const clients = Array.from({ length: load.processes }, () => start('./client.ts'))
  try {
    const { side, latencyMs, rule, capMs } = load
    const warmUps = clients.map(({ pid }) => `${track}-warm-up-${pid}`)
    const opened = await ask<ServerRequest, Extract<ServerReply, { url: string }>>(server, {
      open: [
        { id: track, rule, latencyMs },
        ...warmUps.map((id) => ({ id, rule: { kind: 'warm-up' }, latencyMs: [0, 0] }) as const),
      ],
    })
    const job: Job = { url: opened.url, run: runOf(load), capMs }
    await Promise.all(clients.map((client) => ask<ClientRequest, ClientReply>(client, { prepare: job })))
    const startAt = Date.now() + 200
    if (load.onStart) setTimeout(load.onStart, 200)
    const replies = await Promise.all(
      clients.map((client) => ask<ClientRequest, Extract<ClientReply, LoopDelay>>(client, { startAt })),
    )
    const served = await ask<ServerRequest, Extract<ServerReply, LoopDelay>>(server, {
      countsOf: track,
    })
    const outcomes = replies.map(({ outcome }) => outcome)
    return toResult(side, served.counts, outcomes, [served, ...replies])
  } finally {
    for (const child of [server, ...clients]) child.kill()
  }
}
