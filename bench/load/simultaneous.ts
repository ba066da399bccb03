import { type ChildProcess, fork } from 'node:child_process'
import type { Outcome } from './make-calls.ts'
import {
  ask,
  type ClientReply,
  type ClientRequest,
  type Counts,
  type Job,
  type Lateness,
  type Rule,
  type Run,
  type RunOutcome,
  type ServerReply,
  type ServerRequest,
} from './protocol.ts'

/** Calls through several sides, at the same time, each against a limiter of its own. */
export interface Load {
  readonly sides: readonly string[]
  readonly rule: Rule
  readonly latencyMs: readonly [min: number, max: number]
  /** For each side; all processes together. */
  readonly calls: number
  readonly processes: number
  readonly workers: number | undefined
  readonly qps: number | undefined
  readonly capMs: number
  /** Milliseconds between the starts of two sides, so that their first bursts do not meet. */
  readonly staggerMs: number
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
  /** Sorted. */
  readonly waitsMs: readonly number[]
}

export interface Measured {
  readonly results: readonly Result[]
  /** How late the timers of the latest process fired, 99th percentile: much of it, and the machine was too busy. */
  readonly loopDelayMs: number
}

const start = (program: string): ChildProcess => {
  // A proxy of the environment's is not for the loopback; the packages under test read these.
  const { http_proxy: _, HTTP_PROXY: __, ...env } = process.env
  return fork(new URL(program, import.meta.url), { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

const trackOf = (index: number) => `side-${index}`

function runsOf(load: Load): readonly Run[] {
  return load.sides.map((side, index) => ({
    track: trackOf(index),
    side,
    calls: load.calls / load.processes,
    workers: load.workers === undefined ? undefined : load.workers / load.processes,
    qps: load.qps,
    afterMs: index * load.staggerMs,
  }))
}

function toResult(side: string, { accepted, rejected }: Counts, outcomes: readonly RunOutcome[]): Result {
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
    waitsMs: outcomes.flatMap(({ waitsMs }) => waitsMs).toSorted((a, b) => a - b),
  }
}

/** Runs a load, with the server and each client in a process of its own. */
export async function runSimultaneously(load: Load): Promise<Measured> {
  const server = start('./server.ts')
  const clients = Array.from({ length: load.processes }, () => start('./client.ts'))
  try {
    const runs = runsOf(load)
    const { latencyMs, rule, capMs } = load
    const warmUps = clients.flatMap(({ pid }) => runs.map(({ track }) => `${track}-warm-up-${pid}`))
    const opened = await ask<ServerRequest, Extract<ServerReply, { url: string }>>(server, {
      open: [
        ...runs.map(({ track }) => ({ id: track, rule, latencyMs })),
        ...warmUps.map((id) => ({ id, rule: { kind: 'warm-up' }, latencyMs: [0, 0] }) as const),
      ],
    })
    const job: Job = { url: opened.url, runs, capMs }
    await Promise.all(clients.map((client) => ask<ClientRequest, ClientReply>(client, { prepare: job })))
    const startAt = Date.now() + 200
    const replies = await Promise.all(
      clients.map((client) => ask<ClientRequest, Extract<ClientReply, Lateness>>(client, { startAt })),
    )
    const outcomes = replies.flatMap((reply) => reply.outcomes)
    const { counts, loopDelayMs } = await ask<ServerRequest, Extract<ServerReply, Lateness>>(server, {
      countsOf: runs.map(({ track }) => track),
    })
    const results = runs.map(({ track, side }) => {
      const counted = counts.find(({ id }) => id === track)
      if (!counted) throw new Error(`nothing was counted for ${side}`)
      return toResult(
        side,
        counted,
        outcomes.filter((outcome) => outcome.track === track),
      )
    })
    return { results, loopDelayMs: Math.max(loopDelayMs, ...replies.map((one) => one.loopDelayMs)) }
  } finally {
    for (const child of [server, ...clients]) child.kill()
  }
}
