import { cac } from 'cac'
import picocolors from 'picocolors'
import { products, search } from '../catalog/full/index.ts'
import { indexedCodes } from '../catalog/full/rows.ts'
import { explain } from './explain.ts'
import { type Language, languageOf } from './language.ts'
import { nearestCodes } from './nearest.ts'
import { printExplanation, printProducts, printResults, printUnexplained, type Style } from './print.ts'
import { looksLikeCode, type Question, readQuestion } from './read-question.ts'
import { words } from './words.ts'

/** What the command knows of its process. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The machine's own, `zh-CN`. */
  readonly locale: string
  /** May the output be coloured? */
  readonly colors: boolean
  /** What was piped in; undefined where nothing was. */
  readInput(): Promise<string | undefined>
  write(text: string): void
  complain(text: string): void
}

/** It was asked the wrong way: exit code 2. */
class UsageError extends Error {}

interface Flags {
  readonly json?: unknown
  readonly lang?: unknown
  readonly action?: unknown
  readonly limit?: unknown
}

function languageFrom({ lang }: Flags, { env, locale }: Terminal): Language {
  if (lang === undefined) return languageOf(env, locale)
  if (lang !== 'en' && lang !== 'zh') throw new UsageError(`--lang must be en or zh, not ${String(lang)}`)
  return lang
}

function styleFrom(flags: Flags, terminal: Terminal): Style {
  return { language: languageFrom(flags, terminal), colors: picocolors.createColors(terminal.colors) }
}

function actionFrom({ action }: Flags): string | undefined {
  if (action === undefined || typeof action === 'string') return action
  throw new UsageError('--action needs a name, such as --action DescribeInstances')
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const isProduct = async (name: string): Promise<boolean> =>
  (await products()).some(({ service }) => service === name.toLowerCase())

/** @throws UsageError for a name that no product has */
async function checkedService(given: string): Promise<string> {
  const service = given.toLowerCase()
  if (await isProduct(service)) return service
  const names = (await products()).map((product) => product.service)
  const [near] = nearestCodes(service, names, 1)
  throw new UsageError(`there is no product ${given} in the catalog${near ? `; did you mean ${near}?` : ''}`)
}

const pair = /^(-?\d{1,12})\/(-?\d{1,12})$/

async function pastedQuestion(text: string): Promise<Question | undefined> {
  const known = new Set(
    (await indexedCodes()).flatMap(({ code, entry }) => [code, ...(entry?.moduleCode ? [entry.moduleCode] : [])]),
  )
  known.delete('')
  return readQuestion(text, (code) => known.has(code))
}

/** `4400`, `4420/10250`, or a text that somebody copied. */
async function questionIn(text: string): Promise<Question | undefined> {
  const [, code, moduleCode] = pair.exec(text) ?? []
  if (code !== undefined) return { code, moduleCode }
  return looksLikeCode(text) ? { code: text } : pastedQuestion(text)
}

const isNumber = (text: string): boolean => /^-?\d{1,12}$/.test(text)

/** @throws UsageError where the arguments are none of the forms that the help tells */
async function questionFrom(args: readonly string[], terminal: Terminal): Promise<Question | undefined> {
  const [first, ...rest] = args
  if (first === undefined) {
    const input = await terminal.readInput()
    if (!input?.trim()) throw new UsageError('say which code to explain, or pipe in what holds one')
    return questionIn(input.trim())
  }
  const [second, third] = rest
  if (second === undefined) {
    if (!/^[a-z][a-z0-9_-]*$/.test(first)) return questionIn(first.trim())
    // No code is written so; a product's name is.
    if (await isProduct(first)) throw new UsageError(`${first} is a product: say which of its codes to explain`)
    return { code: first }
  }
  if (isNumber(first) && isNumber(second) && third === undefined) return { code: first, moduleCode: second }
  if (!/^[A-Za-z][\w-]*$/.test(first)) return questionIn(args.join(' '))
  const isForm =
    (looksLikeCode(second) || pair.test(second)) && rest.length <= 2 && (third === undefined || isNumber(third))
  if (isForm) {
    const question = await questionIn(second)
    return question && { ...question, service: await checkedService(first), moduleCode: third ?? question.moduleCode }
  }
  if (!(await isProduct(first))) return questionIn(args.join(' '))
  const question = await questionIn(rest.join(' '))
  return question && { ...question, service: first.toLowerCase() }
}

async function runExplain(args: readonly string[], flags: Flags, terminal: Terminal): Promise<number> {
  const style = styleFrom(flags, terminal)
  const action = actionFrom(flags)
  const question = await questionFrom(args, terminal)
  if (!question) {
    terminal.complain(words.noCode[style.language])
    return 1
  }
  const told = await explain({ ...question, ...(action !== undefined && { action }) })
  if (!('class' in told)) {
    if (flags.json) terminal.write(json(told))
    else terminal.complain(printUnexplained(told, style))
    return 1
  }
  terminal.write(flags.json ? json(told) : printExplanation(told, style))
  return 0
}

async function runSearch(text: readonly string[], flags: Flags, terminal: Terminal): Promise<number> {
  const style = styleFrom(flags, terminal)
  const limit = flags.limit === undefined ? 20 : Number(flags.limit)
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError('--limit must be a positive integer')
  if (text.join('').trim() === '') throw new UsageError('say what to search for')
  const results = await search(text.join(' '), { limit })
  if (flags.json) terminal.write(json(results))
  else if (results.length > 0) terminal.write(printResults(results, style))
  else terminal.complain(words.nothingFound[style.language])
  return results.length > 0 ? 0 : 1
}

async function runProducts(flags: Flags, terminal: Terminal): Promise<number> {
  const style = styleFrom(flags, terminal)
  const list = await products()
  terminal.write(flags.json ? json(list) : printProducts(list, style))
  return 0
}

// A code below zero looks like a row of flags: it goes through the parser in disguise.
const disguise = 'code:'
const disguised = (arg: string): string => (/^-\d+(?:\/-?\d+)?$/.test(arg) ? disguise + arg : arg)
const undisguised = (arg: unknown): string => String(arg).replace(/^code:(?=-\d)/, '')

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(undisguised)

function commandLine(terminal: Terminal) {
  const cli = cac('axios-tencentcloud')
  cli
    .command('explain [...code]', 'What an error code means: <code>, <service> <code> [module code], or a pasted text')
    .option('--action <name>', 'The action that was called')
    .example('  axios-tencentcloud explain 4400')
    .example('  axios-tencentcloud explain kms 4420 10250')
    .example('  axios-tencentcloud explain RequestLimitExceeded.UinLimitExceeded')
    .example('  tail -1 app.log | axios-tencentcloud explain')
    .action((code: unknown, flags: Flags) => runExplain(listOf(code), flags, terminal))
  cli
    .command('search [...text]', 'Codes by number, name, message or description')
    .option('--limit <count>', 'Most results (default: 20)')
    .action((text: unknown, flags: Flags) => runSearch(listOf(text), flags, terminal))
  cli
    .command('products', 'The products, and how many of their codes are known')
    .action((flags: Flags) => runProducts(flags, terminal))
  cli.option('--json', 'Print JSON')
  cli.option('--lang <language>', 'en or zh (default: by the environment)')
  cli.help()
  return cli
}

const isUsageError = (error: unknown): error is Error =>
  error instanceof UsageError || (error instanceof Error && error.name === 'CACError')

/**
 * Runs the command.
 *
 * @param args without the paths of node and of the script
 * @returns the exit code: 0; 1 where nothing was found; 2 for a command that cannot be understood
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const cli = commandLine(terminal)
  try {
    cli.parse(['node', 'axios-tencentcloud', ...args.map(disguised)], { run: false })
    if (cli.options.help) return 0
    if (!cli.matchedCommand) {
      const [name] = cli.args
      throw new UsageError(name === undefined ? 'say explain, search or products' : `there is no command ${name}`)
    }
    return await cli.runMatchedCommand()
  } catch (error) {
    if (!isUsageError(error)) throw error
    const end = error.message.endsWith('?') ? '' : '.'
    terminal.complain(`axios-tencentcloud: ${error.message}${end} See axios-tencentcloud --help.`)
    return 2
  }
}
