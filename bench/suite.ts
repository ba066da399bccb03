/** How long to measure. */
export interface Pace {
  /** Rounds of each comparison: its results are medians over them. */
  readonly rounds: number
  /** Milliseconds that each side is run for in a round. */
  readonly sideMs: number
}

/** A line of a suite's table: cells by the headings of their columns, in the order of the columns. */
export type Row = Readonly<Record<string, string>>

/** A table of measurements. To add one, write it in a file of its own and list it in `run.ts`. */
export interface Suite {
  /** Chooses it on the command line, and names the file in docs/bench. */
  readonly name: string
  readonly title: string
  /** What a reader of the numbers has to know, a sentence or two each. */
  readonly notes: readonly string[]
  run(pace: Pace): Promise<readonly Row[]>
}
