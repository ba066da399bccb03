import { type ChildProcess, fork } from 'node:child_process'
import { bundleForBuilt } from '../bundle.ts'
import type { LoopDelay } from './loop-delay.ts'
import type { Outcome } from './make-calls.ts'
import {
  ask,
  type ClientReply,
  type ClientRequest,
  type Counts,
  type FleetSetup,
  type Job,
  type Rule,
  type Run,
  type ServerReply,
  type ServerRequest,
} from './protocol.ts'

/** Calls through one side, against one limiter. */
export interface Load {
  readonly side: string
  readonly rule: Rule
  readonly latencyMs: readonly [min: number, max: number]
  /** Number of calls of all processes together. */
  readonly calls: number
  readonly processes: number
  readonly workers: number | undefined
  readonly qps: number | undefined
  readonly capMs: number
  /** Calls a second that arrive at random, at all processes together. Default: all at once, or by workers. */
  readonly arrivals?: number
  /** Added to the latency of accepted requests, in ms. Default: 0. */
  readonly workMs?: number
  /** Each process first makes a throttled call, so that all code of the side is loaded. Default: true. */
  readonly warmUp?: boolean
  /** No call has a deadline, where the side has one by default. Default: true. */
  readonly isBatch?: boolean
  /** Port of a Redis that shares the limit among the processes. Default: they do not share it. */
  readonly redisPort?: number
  /** Called when all processes start. */
  readonly onStart?: () => void
}

/** The result of one side. */
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
  /** Time of each process' last result, in ms since the first process started. */
  readonly endsMs: readonly number[]
  /** Milliseconds from each call to its result, sorted. */
  readonly waitsMs: readonly number[]
  /**
   * How late timers fired, in ms: 99th percentile of the worst process. A large value means that the machine was too
   * busy.
   */
  readonly loopDelayMs: number
  /** How late the latest timer fired, in ms. */
  readonly longestDelayMs: number
}

/** Starts a program of this folder on plain Node.js, with the package as users get it. */
const start = async (program: string): Promise<ChildProcess> => {
  const path = await bundleForBuilt(`bench/load/${program}`)
  // Without the proxy of the environment, which the packages under test would use even for loopback addresses.
  const { http_proxy: _, HTTP_PROXY: __, ...env } = process.env
  return fork(path, { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

const track = 'measured'

function toRun({ side, calls, processes, workers, arrivals, qps, isBatch = true, redisPort }: Load): Run {
  const fleet: FleetSetup | undefined = redisPort === undefined ? undefined : { port: redisPort, processes }
  const share = (all: number | undefined) => all && all / processes
  return {
    side,
    track,
    calls: calls / processes,
    workers: share(workers),
    arrivals: share(arrivals),
    qps,
    isBatch,
    fleet,
  }
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
  const server = await start('server.ts')
  const clients = await Promise.all(Array.from({ length: load.processes }, () => start('client.ts')))
  try {
    const { side, latencyMs, rule, capMs, workMs = 0, warmUp = true } = load
    const warmUps = clients.map(({ pid }) => `${track}-warm-up-${pid}`)
    const opened = await ask<ServerRequest, Extract<ServerReply, { url: string }>>(server, {
      open: [
        { id: track, rule, latencyMs, workMs },
        ...warmUps.map((id) => ({ id, rule: { kind: 'warm-up' }, latencyMs: [0, 0], workMs: 0 }) as const),
      ],
    })
    const job: Job = { url: opened.url, warmUp, run: toRun(load), capMs }
    await Promise.all(clients.map((client) => ask<ClientRequest, ClientReply>(client, { prepare: job })))
    const startAt = Date.now() + 200
    if (load.onStart) setTimeout(load.onStart, 200)
    const replies = await Promise.all(
      clients.map((client) => ask<ClientRequest, Extract<ClientReply, LoopDelay>>(client, { startAt })),
    )
    const served = await ask<ServerRequest, Extract<ServerReply, LoopDelay>>(server, {
      countsFor: track,
    })
    const outcomes = replies.map(({ outcome }) => outcome)
    return toResult(side, served.counts, outcomes, [served, ...replies])
  } finally {
    for (const child of [server, ...clients]) child.kill()
  }
}
