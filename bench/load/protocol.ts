import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { LoopDelay } from './loop-delay.ts'
import type { Outcome } from './make-calls.ts'

/** What a path of the server does with its requests. */
export type Rule =
  | { readonly kind: 'fixed window' | 'sliding window' | 'token bucket'; readonly qps: number }
  /** Throttles the first request only. */
  | { readonly kind: 'warm-up' }

/** A path of the server, and what it does. */
export interface Track {
  readonly id: string
  readonly rule: Rule
  /** An answer takes so long, in milliseconds, spread evenly. */
  readonly latencyMs: readonly [min: number, max: number]
}

/** Length of the buckets of time that requests are counted in. */
export const bucketMs = 250

/** The requests of a track, in buckets of time since the first one. */
export interface Counts {
  readonly accepted: readonly number[]
  readonly rejected: readonly number[]
  /** The most requests in any 1,000 ms, whatever came of them. */
  readonly busiestSecond: number
}

export type ServerRequest = { readonly open: readonly Track[] } | { readonly countsOf: string }

export type ServerReply = { readonly url: string } | ({ readonly counts: Counts } & LoopDelay)

/** The Redis that keeps the limit of all clients, on a loopback port, and how many they are. */
export interface FleetOf {
  readonly port: number
  readonly processes: number
}

/** Calls that a client process makes through one side. */
export interface Run {
  readonly track: string
  readonly side: string
  readonly calls: number
  /** How many are under way at the same time; all of them when not given. */
  readonly workers: number | undefined
  /** The limit that the side is told, in calls a second. */
  readonly qps: number | undefined
  readonly fleet: FleetOf | undefined
}

export interface Job {
  readonly url: string
  readonly run: Run
  /** Milliseconds after which a run is broken off. */
  readonly capMs: number
}

export type ClientRequest = { readonly prepare: Job } | { readonly startAt: number }
export type ClientReply = { readonly ready: true } | ({ readonly outcome: Outcome } & LoopDelay)

/**
 * Sends a message and waits for the reply. Both ends are programs of this folder, which speak these types.
 *
 * @throws Error when the process ends instead
 */
export async function ask<Request extends object, Reply extends object>(
  child: ChildProcess,
  request: Request,
): Promise<Reply> {
  const ended = new AbortController()
  const onExit = (code: number | null) => ended.abort(new Error(`a process of the benchmark ended with ${code}`))
  child.once('exit', onExit)
  try {
    child.send(request)
    const [reply]: Reply[] = await once(child, 'message', { signal: ended.signal })
    if (reply === undefined) throw new Error('an empty reply')
    return reply
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error
  } finally {
    child.off('exit', onExit)
  }
}
