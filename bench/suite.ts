/** How long to measure. */
export interface Pace {
  /** Rounds of each comparison; results are medians over the rounds. */
  readonly rounds: number
  /** Milliseconds that each side runs in a round. */
  readonly sideMs: number
  /** Runs only a small part of each suite, in seconds, to check that it works. */
  readonly quick: boolean
}

/** A row of a suite's table: cells by column heading, in the order of the columns. */
export type Row = Readonly<Record<string, string>>

/** The requests of one side, as the server counted them. */
export interface Panel {
  readonly name: string
  /** The outcome, in a few words. */
  readonly summary: string
  /** Requests in each time bucket since the start of the run. */
  readonly accepted: readonly number[]
  readonly rejected: readonly number[]
}

/** Requests over time: a small plot per side, all with the same axes. */
export interface Chart {
  readonly title: string
  readonly caption: string
  readonly bucketMs: number
  /** The limit of the server, in calls a second. */
  readonly limit: number
  /** Length of the time axis in seconds. */
  readonly seconds: number
  readonly panels: readonly Panel[]
}

/** What a suite may return besides its rows. */
export interface Additions {
  chart(chart: Chart): void
  /** Adds a note about this run, after the notes of the suite. */
  note(note: string): void
  /** A number that `aims.ts` compares with its aim, under a name that is unique in the suite. */
  figure(name: string, value: number): void
  /** A file for docs/bench, written with `--save`. */
  file(name: string, text: string): void
}

/** A table of measurements. To add a suite, write it in a file of its own and list it in `run.ts`. */
export interface Suite {
  /** Selects the suite on the command line, and names its files in docs/bench. */
  readonly name: string
  readonly title: string
  /** Explanations for readers of the numbers, one or two sentences each. */
  readonly notes: readonly string[]
  /** How the numbers were measured, in a few words. Default: medians of the interleaved rounds. */
  readonly method?: string
  /** Returns the rows. Consecutive rows with the same first cell become a separate table. */
  run(pace: Pace, add: Additions): Promise<readonly Row[]>
}
