/** What a client process does, and prints as JSON. */
export const modes = ['first token', 'first stream', 'memory', 'abort', 'five at once'] as const
export type Mode = (typeof modes)[number]

/** A client that opens a stream: the fetch of the platform or axios, alone or with this package. */
export const openers = ['fetch', 'here, fetch', 'axios', 'here, axios'] as const
export type Opener = (typeof openers)[number]

/** Milliseconds from the call to the first byte of content, in the order of the calls. */
export type FirstTokens = Readonly<Partial<Record<Opener, readonly number[]>>>

/** Memory while 100 MB pass, after a forced collection. Bytes. */
export interface Memory {
  readonly megabytes: number
  /** The most heap beyond that after the first tenth. */
  readonly heapGrowth: number
  /** The most memory of the process beyond that after the first tenth. */
  readonly rssGrowth: number
  readonly ms: number
}

export const phases = [
  'waiting for the headers',
  'before the first content',
  'in the middle of the answer',
  'waiting for a turn',
  'in a backoff',
] as const
export type Phase = (typeof phases)[number]

/** An abort, in epoch milliseconds by the clock that the processes share. */
export interface Abort {
  readonly phase: Phase
  readonly id: string
  readonly abortedAt: number
  /** When the caller had its rejection. */
  readonly rejectedAt: number
}

/** Thirty streams of four seconds. */
export interface Crowd {
  readonly ms: number
  readonly whole: number
}

/** What the server has seen of a path. */
export interface Seen {
  readonly requests: number
  /** When the connection of an unfinished answer was closed, by the id in its path. */
  readonly closedAt: Readonly<Record<string, number>>
}
