import { UsageError } from './terminal.ts'

/** What is to run. */
export interface Choice {
  readonly command: 'version' | 'other'
  /** The arguments, with the name of the command that they left out. */
  readonly args: readonly string[]
  /** No command was named. */
  readonly implicit: boolean
  /** The piped text, if it was read already. */
  readonly input?: string
}

const commands = ['explain', 'search', 'products', 'explorer']
const helpWords = ['help', '-h', '--help']
const versionWords = ['version', '-v', '-V', '--version']
const flagsWithValue = ['--action', '--lang', '--limit', '--port']

/** The first argument that is neither a flag nor the value of one. Codes may be negative. */
const findWord = (args: readonly string[]): string | undefined =>
  args.find((arg, at) => !/^-(?!\d)/.test(arg) && !flagsWithValue.includes(args[at - 1] ?? ''))

/** The arguments that choose the language. */
const listLanguage = (args: readonly string[]): readonly string[] =>
  args.filter((arg, at) => arg.startsWith('--lang') || args[at - 1] === '--lang')

/** @throws UsageError for a word that is a letter or two away from a command */
async function refuseMistyped(word: string): Promise<void> {
  if (!/^[a-z]{4,12}$/.test(word)) return
  const { editDistance } = await import('../catalog/full/nearest.ts')
  const near = commands.find((command) => editDistance(word, command, 2) <= 2)
  if (near !== undefined) {
    throw new UsageError(`there is no command ${word}; did you mean ${near}?`, `没有命令 ${word}，是否想输入 ${near}？`)
  }
}

/**
 * Chooses what to run. Without the name of a command a code or a text is explained, also a piped one; without any, the help is
 * shown.
 */
export async function chooseCommand(
  args: readonly string[],
  readInput: () => Promise<string | undefined>,
): Promise<Choice> {
  const [first = '', second = ''] = args
  if (args.length === 1 && versionWords.includes(first)) return { command: 'version', args, implicit: false }
  const word = findWord(args)
  const asksHelp = first === 'help' || (word === undefined && helpWords.some((help) => args.includes(help)))
  if (asksHelp) {
    const of = commands.includes(second) ? [second] : []
    return { command: 'other', args: [...of, '--help', ...listLanguage(args)], implicit: false }
  }
  if (word !== undefined && commands.includes(word)) return { command: 'other', args, implicit: false }
  if (word !== undefined) {
    await refuseMistyped(word)
    return { command: 'other', args: ['explain', ...args], implicit: true }
  }
  const input = await readInput()
  return input?.trim()
    ? { command: 'other', args: ['explain', ...args], implicit: true, input }
    : { command: 'other', args: ['--help', ...listLanguage(args)], implicit: true }
}
