import type { Text } from '../catalog/entry.ts'

/** What the command needs from its process. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The locale of the machine: `zh-CN`. */
  readonly locale: string
  /** The width of the terminal; 80 where there is none. */
  readonly columns: number
  /** Whether to colour the output. */
  readonly colors: boolean
  /**
   * Resolves to the piped text, cut after 65,536 characters or a few more; to undefined when nothing is piped in.
   */
  readInput(): Promise<string | undefined>
  /** The version of this package: `1.0.0`. */
  readVersion(): string
  /** The folder of this package. */
  findPackage(): string
  /** Resolves when the command is to end, by Ctrl-C for example. Until it is called, that ends the process. */
  untilInterrupted(): Promise<void>
  write(text: string): void
  complain(text: string): void
}

/** The command line cannot be understood: exit code 2. Its text has no point at the end. */
export class UsageError extends Error {
  readonly text: Text

  constructor(en: string, zh: string) {
    super(en)
    this.text = { en, zh }
  }
}
