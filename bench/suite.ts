/** How long to measure. */
export interface Pace {
  /** Rounds of each comparison: its results are medians over them. */
  readonly rounds: number
  /** Milliseconds that each side is run for in a round. */
  readonly sideMs: number
  /** A small part of everything, in seconds, to see that it works. */
  readonly quick: boolean
}

/** A line of a suite's table: cells by the headings of their columns, in the order of the columns. */
export type Row = Readonly<Record<string, string>>

/** What one side sent, as its server counted it. */
export interface Panel {
  readonly name: string
  /** How it ended, in a few words. */
  readonly summary: string
  /** Requests in each bucket of time since the run began. */
  readonly accepted: readonly number[]
  readonly rejected: readonly number[]
}

/** Requests over time: a small plot for each side, all with the same axes. */
export interface Chart {
  readonly title: string
  readonly caption: string
  readonly bucketMs: number
  /** What the server lets pass in a second. */
  readonly limit: number
  /** What the time axis shows. */
  readonly seconds: number
  readonly panels: readonly Panel[]
}

/** What a suite may give beside its rows. */
interface Additions {
  chart(chart: Chart): void
  /** About this run; comes after the notes of the suite. */
  note(note: string): void
}

/** A table of measurements. To add one, write it in a file of its own and list it in `run.ts`. */
export interface Suite {
  /** Chooses it on the command line, and names the files in docs/bench. */
  readonly name: string
  readonly title: string
  /** What a reader of the numbers has to know, a sentence or two each. */
  readonly notes: readonly string[]
  /** How the numbers came about, in a few words. Default: medians of so many interleaved rounds. */
  readonly method?: string
  /** Rows that have their first cell in common, one after the other, become a table of their own. */
  run(pace: Pace, add: Additions): Promise<readonly Row[]>
}
