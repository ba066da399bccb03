import type { AxiosAdapter } from 'axios'
import type { Fleet } from 'axios-tencentcloud/fleet'
import type { Redis } from 'ioredis'
import type { Call } from './make-calls.ts'

/** A limit shared by processes, and the client of the Redis that stores it. */
export interface Shared {
  readonly fleet: Fleet
  readonly redis: Redis
}

export interface SideOptions {
  readonly url: string
  /** The limit configured for the side, in calls a second. Default: none, so that the side has to learn it. */
  readonly qps?: number | undefined
  /** No call has a deadline, like those of a batch job. Default: the side's own default. */
  readonly isBatch?: boolean | undefined
  /** Shares that limit among several processes. */
  readonly shared?: Shared | undefined
  /** Factor for all waits. Default: 1. */
  readonly waitFactor?: number
  /** Sends the requests. Default: axios' own adapter. */
  readonly adapter?: AxiosAdapter
}

/** A client under test, which calls an API that throttles and fails. */
export interface Side {
  readonly name: string
  /** Retries without a limit on attempts. */
  readonly endless?: true
  connect(options: SideOptions): Call
}
