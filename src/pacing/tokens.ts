/** The tokens that a call will use, as far as its request shows them. */
export interface TokenEstimate {
  /** Of the prompt. */
  readonly input: number
  /** Of the answer at most; undefined if the request sets no bound. */
  readonly output: number | undefined
}

/** The tokens that a call has used, as far as the answer tells them. */
export interface TokensUsed {
  readonly outputTokens?: number
  readonly totalTokens?: number
}
