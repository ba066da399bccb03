import { products } from '../catalog/full/products.ts'
import { indexedCodes } from '../catalog/full/rows.ts'
import { nearestCodes } from './nearest.ts'
import { looksLikeCode, type Question, readQuestion } from './read-question.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

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

/**
 * What the arguments of `explain`, or what was piped in, ask about.
 *
 * @returns undefined where they hold no code
 * @throws UsageError where they are none of the forms that the help tells
 */
export async function questionFrom(args: readonly string[], terminal: Terminal): Promise<Question | undefined> {
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
