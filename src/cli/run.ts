import { cac } from 'cac'
import picocolors from 'picocolors'
import type { Text } from '../catalog/entry.ts'
import { toPrintable } from '../errors/printable.ts'
import { chooseCommand } from './choose-command.ts'
import { countColumns } from './columns.ts'
import { printExplained, printJson, printUnexplained, type Style } from './print.ts'
import { printProducts, printResults } from './print-lists.ts'
import { type Terminal, UsageError } from './terminal.ts'
import { chooseLanguage, type Language, words } from './words.ts'

interface Flags {
  readonly json?: unknown
  readonly lang?: unknown
  readonly action?: unknown
  readonly limit?: unknown
  readonly port?: unknown
  readonly '--'?: unknown
}

function readLanguage({ lang }: Flags, { env, locale }: Terminal, input: string): Language {
  if (lang === undefined) return chooseLanguage(env, locale, input)
  if (lang !== 'en' && lang !== 'zh') {
    throw new UsageError(
      `--lang must be en or zh, not ${String(lang)}`,
      `--lang 只能是 en 或 zh，不能是 ${String(lang)}`,
    )
  }
  return lang
}

/** The language of a complaint about arguments that could not be read. */
function guessLanguage(args: readonly string[], { env, locale }: Terminal): Language {
  const given = /(?:^| )--lang[ =](en|zh)(?: |$)/.exec(args.join(' '))?.[1]
  return given === 'en' || given === 'zh' ? given : chooseLanguage(env, locale, args.join(' '))
}

/** @param input what was typed or piped in */
function readStyle(flags: Flags, terminal: Terminal, input = ''): Style {
  return {
    language: readLanguage(flags, terminal, input),
    colors: picocolors.createColors(terminal.colors),
    columns: terminal.columns,
  }
}

function readAction({ action }: Flags): string | undefined {
  if (action === undefined || typeof action === 'string') return action
  throw new UsageError(
    '--action needs a name, such as --action DescribeInstances',
    '--action 后面要写接口名，例如 --action DescribeInstances',
  )
}

// Each command imports its own modules when it runs, because loading files takes most of the command's time.

/** A longer text is no search. */
const longestSearch = 60

/** Writes an argument for a shell. */
const quote = (text: string): string =>
  /^[\w.\u3400-\u9fff -]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

/** The command line that searches for a text without a code; undefined where that would find nothing. */
async function suggestSearch(text: string): Promise<string | undefined> {
  const words = text.trim()
  if (words === '' || words.length > longestSearch || /[\p{C}\p{Zl}\p{Zp}"{}<>]/u.test(words)) return undefined
  const { search } = await import('../catalog/full/search.ts')
  const [found] = await search(words, { limit: 1 })
  return found && `npx axios-tencentcloud search ${quote(words)}`
}

/** @param implicit no command was named, so that a word which is no code may be a mistyped command */
async function runExplain(
  args: readonly string[],
  flags: Flags,
  terminal: Terminal,
  implicit = false,
): Promise<number> {
  const input = args.length > 0 ? undefined : await terminal.readInput()
  const text = input ?? args.join(' ')
  const style = readStyle(flags, terminal, text)
  const { language } = style
  const action = readAction(flags)
  const [{ readArguments }, { explainSubject, loadKnownCodes }] = await Promise.all([
    import('./read-arguments.ts'),
    import('../explain/explain-text.ts'),
  ])
  const subject = await readArguments(args, input, loadKnownCodes)
  const explained = await explainSubject(subject, { action })
  if (explained && explained.subject !== 'unknown') {
    terminal.write(flags.json ? printJson(explained) : printExplained(explained, style))
    return 0
  }
  if (explained && flags.json) {
    terminal.write(printJson(explained))
    return 1
  }
  // A word without capitals is no code, but may say what one is about.
  const searched = !explained || /^[a-z -]+$/.test(text) ? await suggestSearch(text) : undefined
  if (implicit && args.length === 1 && /^[a-z-]+$/.test(text)) {
    throw new UsageError(
      `there is no command ${text}${searched ? `; to search for the word: ${searched}` : ''}`,
      `没有命令 ${text}${searched ? `；要按这个词搜索，请运行：${searched}` : ''}`,
    )
  }
  const hint = searched === undefined ? [] : [words.trySearch[language], `  ${searched}`]
  const complaint = explained ? printUnexplained(explained, style) : words.noCode[language]
  terminal.complain([complaint, ...hint].join('\n'))
  return 1
}

async function runSearch(text: readonly string[], flags: Flags, terminal: Terminal): Promise<number> {
  const style = readStyle(flags, terminal, text.join(' '))
  const limit = flags.limit === undefined ? 20 : Number(flags.limit)
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError('--limit must be a positive integer', '--limit 必须是正整数')
  if (text.join('').trim() === '')
    throw new UsageError('search needs a text to search for', 'search 后面要写搜索的内容')
  if (flags.json) {
    const { search } = await import('../catalog/full/search.ts')
    const results = await search(text.join(' '), { limit })
    terminal.write(printJson(results))
    return results.length > 0 ? 0 : 1
  }
  const { searchFolded } = await import('../catalog/full/search-folded.ts')
  const found = await searchFolded(text.join(' '), limit)
  if (found.results.length > 0) terminal.write(printResults(found, limit, style))
  else terminal.complain(words.nothingFound[style.language])
  return found.results.length > 0 ? 0 : 1
}

async function runProducts(flags: Flags, terminal: Terminal): Promise<number> {
  const style = readStyle(flags, terminal)
  const { products } = await import('../catalog/full/products.ts')
  const list = await products()
  terminal.write(flags.json ? printJson(list) : printProducts(list, style))
  return 0
}

/** Where the explorer listens unless a port is given. */
const usualPort = 8_420

function readPort({ port = usualPort }: Flags): number {
  const number = typeof port === 'number' ? port : Number.NaN
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number
  throw new UsageError('--port must be a number from 0 to 65535', '--port 必须是 0 到 65535 之间的数')
}

async function serveExplorer(flags: Flags, terminal: Terminal): Promise<number> {
  const port = readPort(flags)
  const language = readLanguage(flags, terminal, '')
  const { runExplorer } = await import('./explorer/run-explorer.ts')
  return runExplorer(terminal, port, language)
}

// The parser would take a negative code such as -503 for flags, so it gets a prefix on the way through the parser.
const disguise = 'code:'
const disguised = (arg: string): string => (/^-\d+(?:\/-?\d+)?$/.test(arg) ? disguise + arg : arg)
const undisguised = (arg: unknown): string => String(arg).replace(/^code:(?=-\d)/, '')

/** The arguments of a command, followed by those after `--`, which the parser returns separately. */
const readList = (args: unknown, flags: Flags): readonly string[] =>
  [args, flags['--']]
    .flat()
    .filter((arg) => arg !== undefined)
    .map(undisguised)

/** The commands and their options; what they are is told by `printHelp`. */
function commandLine(terminal: Terminal, implicit: boolean) {
  const cli = cac('axios-tencentcloud')
  cli
    .command('explain [...code]')
    .option('--action <name>', '')
    .action((code: unknown, flags: Flags) => runExplain(readList(code, flags), flags, terminal, implicit))
  cli
    .command('search [...text]')
    .option('--limit <count>', '')
    .action((text: unknown, flags: Flags) => runSearch(readList(text, flags), flags, terminal))
  cli.command('products').action((flags: Flags) => runProducts(flags, terminal))
  cli
    .command('explorer')
    .option('--port <number>', '')
    .action((flags: Flags) => serveExplorer(flags, terminal))
  cli.option('--json', '')
  cli.option('--lang <language>', '')
  cli.option('-h, --help', '')
  return cli
}

/** What the parser says of options, in Chinese. */
const translate = (en: string): string =>
  en
    .replace(/^Unknown option (.+)$/, '没有选项 $1')
    .replace(/^option (.+) value is missing$/, '选项 $1 缺少取值')
    .replace(/^Unused args: (.+)$/, '多余的参数：$1')

/** What a complaint about the arguments says; undefined for any other error. */
function readComplaint(error: unknown): Text | undefined {
  if (error instanceof UsageError) return error.text
  const isOfParser = error instanceof Error && error.name === 'CACError'
  return isOfParser ? { en: error.message, zh: translate(error.message) } : undefined
}

function printComplaint(text: Text, language: Language, columns: number): string {
  const plain = toPrintable(text[language])
  const end = /[?？]$/.test(plain) ? '' : { en: '.', zh: '。' }[language]
  const line = `axios-tencentcloud${words.colon[language]}${plain}${end}`
  const hint = { en: 'See axios-tencentcloud --help.', zh: '用法见 axios-tencentcloud --help。' }[language]
  const gap = { en: ' ', zh: '' }[language]
  return countColumns(line + gap + hint) <= columns ? line + gap + hint : `${line}\n${hint}`
}

/**
 * Runs the command. Without the name of a command, a code or a text is explained, and nothing at all shows the help.
 *
 * @param args without the paths of node and of the script
 * @returns the exit code: 0; 1 when nothing was found, or the explorer cannot be served; 2 for a command that cannot be understood
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const choice = await chooseCommand(args, terminal.readInput)
    if (choice.command === 'version') {
      terminal.write(`${terminal.readVersion()}\n`)
      return 0
    }
    const { input } = choice
    const cli = commandLine(
      input === undefined ? terminal : { ...terminal, readInput: async () => input },
      choice.implicit,
    )
    cli.parse(['node', 'axios-tencentcloud', ...choice.args.map(disguised)], { run: false })
    if (cli.options.help) {
      const { isCommandName, printHelp } = await import('./help.ts')
      const name = cli.matchedCommandName
      terminal.write(printHelp(isCommandName(name) ? name : undefined, readStyle(cli.options, terminal)))
      return 0
    }
    return await cli.runMatchedCommand()
  } catch (error) {
    const complaint = readComplaint(error)
    if (!complaint) throw error
    terminal.complain(printComplaint(complaint, guessLanguage(args, terminal), terminal.columns))
    return 2
  }
}
