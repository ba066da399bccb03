/** How the event streams of model endpoints are handed on. */
export interface StreamOptions {
  /**
   * Is the beginning of a stream held back, 64 kB at most, until its first content or its failure? A failure can then be
   * typed and repeated as that of any call. With `false` the response is there with its headers, and nothing is repeated
   * after them.
   *
   * @default true
   */
  readonly hold?: boolean
  /**
   * Milliseconds without a byte after which a stream counts as broken.
   *
   * @default undefined: no limit
   */
  readonly idleMs?: number
}
