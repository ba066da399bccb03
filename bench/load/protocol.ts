import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { LoopDelay } from './loop-delay.ts'
import type { Outcome } from './make-calls.ts'

/**
 * The bucket holds the calls of one second. The smooth limiter has one slot in each 1/qps of a second, and allows bursts
 * of a tenth of a second's calls. Refused requests do not count, except where the name says so.
 */
export type LimiterKind =
  | 'fixed window'
  | 'sliding window'
  | 'token bucket'
  | 'smooth'
  | 'sliding window that counts refused requests'

/** How the server judges the requests of a path. */
export type Rule =
  | { readonly kind: LimiterKind; readonly qps: number }
  /** Throttles only the first request. */
  | { readonly kind: 'warm-up' }

/** A path of the server, with its rule and latency. */
export interface Track {
  readonly id: string
  readonly rule: Rule
  /** Bounds of the latency in milliseconds; spread evenly between them. */
  readonly latencyMs: readonly [min: number, max: number]
  /** Added to the latency of accepted requests, in milliseconds. */
  readonly workMs: number
}

/** Length of the time buckets in which requests are counted, in milliseconds. */
export const bucketMs = 250

/** The requests of a track, in time buckets since the first one. */
export interface Counts {
  readonly accepted: readonly number[]
  readonly rejected: readonly number[]
  /** The most requests in any 1,000 ms, accepted or not. */
  readonly busiestSecond: number
}

export type ServerRequest = { readonly open: readonly Track[] } | { readonly countsFor: string }

export type ServerReply = { readonly url: string } | ({ readonly counts: Counts } & LoopDelay)

/** How client processes share a limit. */
export interface FleetSetup {
  /** The loopback port of the Redis that stores the limit. */
  readonly port: number
  /** Number of client processes. */
  readonly processes: number
}

/** Calls that a client process makes through one side. */
export interface Run {
  readonly track: string
  readonly side: string
  readonly calls: number
  /** Number of calls in flight at the same time. Default: all of them. */
  readonly workers: number | undefined
  /** Calls a second that arrive at random, instead of all at once or by workers. */
  readonly arrivals: number | undefined
  /** The limit configured for the side, in calls a second. */
  readonly qps: number | undefined
  /** No call has a deadline. */
  readonly isBatch: boolean
  readonly fleet: FleetSetup | undefined
}

export interface Job {
  readonly url: string
  /** Makes a throttled call before the measurement, so that all code of the side is loaded. */
  readonly warmUp: boolean
  readonly run: Run
  /** Time limit in milliseconds; a run is cut off after it. */
  readonly capMs: number
}

export type ClientRequest = { readonly prepare: Job } | { readonly startAt: number }
export type ClientReply = { readonly ready: true } | ({ readonly outcome: Outcome } & LoopDelay)

/**
 * Sends a message and waits for the reply. Both ends are programs of this folder, so the types are not checked at run
 * time.
 *
 * @throws Error when the process ends before it replies
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
