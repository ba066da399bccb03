import { cac } from 'cac'
import picocolors from 'picocolors'
import { toPrintable } from '../errors/printable.ts'
import { chooseCommand } from './choose-command.ts'
import { helpWords, translateHelp } from './help-words.ts'
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

function readLanguage({ lang }: Flags, { env, locale }: Terminal): Language {
  if (lang === undefined) return chooseLanguage(env, locale)
  if (lang !== 'en' && lang !== 'zh') throw new UsageError(`--lang must be en or zh, not ${String(lang)}`)
  return lang
}

function readStyle(flags: Flags, terminal: Terminal): Style {
  return {
    language: readLanguage(flags, terminal),
    colors: picocolors.createColors(terminal.colors),
    columns: terminal.columns,
  }
}

function readAction({ action }: Flags): string | undefined {
  if (action === undefined || typeof action === 'string') return action
  throw new UsageError('--action needs a name, such as --action DescribeInstances')
}

// Each command imports its own modules when it runs, because loading files takes most of the command's time.

/** @param implicit no command was named, so that a word which is no code may be a mistyped command */
async function runExplain(
  args: readonly string[],
  flags: Flags,
  terminal: Terminal,
  implicit = false,
): Promise<number> {
  const style = readStyle(flags, terminal)
  const action = readAction(flags)
  const [{ readArguments }, { explainSubject, loadKnownCodes }] = await Promise.all([
    import('./read-arguments.ts'),
    import('../explain/explain-text.ts'),
  ])
  const subject = await readArguments(args, terminal, loadKnownCodes)
  const explained = await explainSubject(subject, { action })
  if (implicit && args.length === 1 && (!explained || explained.subject === 'unknown')) {
    if (/^[a-z-]+$/.test(args[0] ?? '')) throw new UsageError(`there is no command ${args[0]}`)
  }
  if (!explained) {
    terminal.complain(words.noCode[style.language])
    return 1
  }
  if (explained.subject === 'unknown') {
    if (flags.json) terminal.write(printJson(explained))
    else terminal.complain(printUnexplained(explained, style))
    return 1
  }
  terminal.write(flags.json ? printJson(explained) : printExplained(explained, style))
  return 0
}

async function runSearch(text: readonly string[], flags: Flags, terminal: Terminal): Promise<number> {
  const style = readStyle(flags, terminal)
  const limit = flags.limit === undefined ? 20 : Number(flags.limit)
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError('--limit must be a positive integer')
  if (text.join('').trim() === '') throw new UsageError('search needs a text to search for')
  const { search } = await import('../catalog/full/search.ts')
  const results = await search(text.join(' '), { limit })
  if (flags.json) terminal.write(printJson(results))
  else if (results.length > 0) terminal.write(printResults(results, style))
  else terminal.complain(words.nothingFound[style.language])
  return results.length > 0 ? 0 : 1
}

async function runProducts(flags: Flags, terminal: Terminal): Promise<number> {
  const style = readStyle(flags, terminal)
  const { products } = await import('../catalog/full/products.ts')
  const list = await products()
  terminal.write(flags.json ? printJson(list) : printProducts(list, style))
  return 0
}

/** The port where nothing else is said. */
const usualPort = 8420

function readPort({ port = usualPort }: Flags): number {
  const number = typeof port === 'number' ? port : Number.NaN
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number
  throw new UsageError('--port must be a number from 0 to 65535')
}

async function serveExplorer(flags: Flags, terminal: Terminal): Promise<number> {
  const port = readPort(flags)
  const language = readLanguage(flags, terminal)
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

/** The language of the help, which is printed before the arguments are checked. */
function readHelpLanguage(args: readonly string[], { env, locale }: Terminal): Language {
  const asked = args.join(' ').match(/(?:^| )--lang[ =](en|zh)(?: |$)/)?.[1]
  return asked === 'en' || asked === 'zh' ? asked : chooseLanguage(env, locale)
}

function commandLine(terminal: Terminal, implicit: boolean, language: Language) {
  const cli = cac('axios-tencentcloud')
  cli
    .command('explain [...code]', helpWords.explain[language])
    .option('--action <name>', helpWords.action[language])
    .example('  axios-tencentcloud 4400')
    .example('  axios-tencentcloud explain kms 4420 10250')
    .example('  axios-tencentcloud explain RequestLimitExceeded.UinLimitExceeded')
    .example('  tail -1 app.log | axios-tencentcloud explain')
    .action((code: unknown, flags: Flags) => runExplain(readList(code, flags), flags, terminal, implicit))
  cli
    .command('search [...text]', helpWords.search[language])
    .option('--limit <count>', helpWords.limit[language])
    .action((text: unknown, flags: Flags) => runSearch(readList(text, flags), flags, terminal))
  cli.command('products', helpWords.products[language]).action((flags: Flags) => runProducts(flags, terminal))
  cli
    .command('explorer', helpWords.explorer[language])
    .option('--port <number>', helpWords.port[language])
    .action((flags: Flags) => serveExplorer(flags, terminal))
  cli.option('--json', helpWords.json[language])
  cli.option('--lang <language>', helpWords.lang[language])
  cli.help((sections) => translateHelp(sections, language))
  return cli
}

const isUsageError = (error: unknown): error is Error =>
  error instanceof UsageError || (error instanceof Error && error.name === 'CACError')

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
      readHelpLanguage(args, terminal),
    )
    cli.parse(['node', 'axios-tencentcloud', ...choice.args.map(disguised)], { run: false })
    if (cli.options.help) return 0
    return await cli.runMatchedCommand()
  } catch (error) {
    if (!isUsageError(error)) throw error
    const end = error.message.endsWith('?') ? '' : '.'
    terminal.complain(`axios-tencentcloud: ${toPrintable(error.message)}${end} See axios-tencentcloud --help.`)
    return 2
  }
}
