/** Characters of a pasted or piped text that are read. */
export const maxInput = 65_536

/** What the command knows of its process. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The machine's own, `zh-CN`. */
  readonly locale: string
  /** May the output be coloured? */
  readonly colors: boolean
  /** The first `maxInput` characters, or a few more, of what was piped in; undefined where nothing was. */
  readInput(): Promise<string | undefined>
  write(text: string): void
  complain(text: string): void
}
