import { nearestCodes } from '../catalog/full/nearest.ts'
import { products } from '../catalog/full/products.ts'
import { codeIndex } from '../catalog/full/rows.ts'
import { isName, isNumber, type Question } from './question.ts'
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
  // A code that is typed needs none of this.
  const { readQuestion } = await import('./read-question.ts')
  const { byCode, byModuleCode } = await codeIndex()
  return readQuestion(text, (code) => byCode.has(code) || byModuleCode.has(code))
}

/** A code that is mistyped, or in letters of the wrong case: the nearest ones are told. */
const word = /^[\w.-]{1,256}$/

/** `4400`, `4420/10250`, `InternalError`, or a text without blanks that somebody copied. */
async function questionInWord(text: string): Promise<Question | undefined> {
  const [, code, moduleCode] = pair.exec(text) ?? []
  if (code !== undefined) return { code, moduleCode }
  // No code is written so; a product's name is.
  if (/^[a-z][a-z0-9_-]*$/.test(text) && (await isProduct(text))) {
    throw new UsageError(`${text} is a product: say which of its codes to explain`)
  }
  return word.test(text) ? { code: text } : pastedQuestion(text)
}

/** `kms 4420 10250`, by its looks; whether there is such a product is left open. */
const isShortForm = ([first = '', second = '', third, ...rest]: readonly string[]): boolean =>
  /^[A-Za-z][\w-]*$/.test(first) &&
  (isNumber(second) || isName(second) || pair.test(second)) &&
  (third === undefined || isNumber(third)) &&
  rest.length === 0

async function questionInShortForm([product = '', code = '', moduleCode]: readonly string[]): Promise<
  Question | undefined
> {
  const question = await questionInWord(code)
  const service = await checkedService(product)
  return question && { ...question, service, moduleCode: moduleCode ?? question.moduleCode }
}

/** What is asked in one text, piped in or quoted: it may be one of the short forms too. */
async function questionInText(text: string): Promise<Question | undefined> {
  const words = text.trim().split(/\s+/, 4)
  const [first = '', second] = words
  if (second === undefined) return questionInWord(first)
  if (words.length === 2 && words.every(isNumber)) return { code: first, moduleCode: second }
  const isShort = isShortForm(words) && (await isProduct(first))
  return isShort ? questionInShortForm(words) : pastedQuestion(text)
}

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
    return questionInText(input)
  }
  // Typed by hand: a name that no product has is a slip.
  if (isShortForm(args)) return questionInShortForm(args)
  if (rest.length === 0 || !/^[A-Za-z][\w-]*$/.test(first) || !(await isProduct(first))) {
    return questionInText(args.join(' '))
  }
  const question = await questionInText(rest.join(' '))
  return question && { ...question, service: first.toLowerCase() }
}
