/** A pasted or piped text is read up to this many characters. */
export const maxInput = 65_536

/** What the command needs from its process. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The locale of the machine: `zh-CN`. */
  readonly locale: string
  /** Whether to colour the output. */
  readonly colors: boolean
  /**
   * Resolves to the piped text, cut after `maxInput` characters or a few more; to undefined when nothing is piped in.
   */
  readInput(): Promise<string | undefined>
  write(text: string): void
  complain(text: string): void
}

/** The command line cannot be understood: exit code 2. */
export class UsageError extends Error {}
