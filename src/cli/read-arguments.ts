import { nearestCodes } from '../catalog/full/nearest.ts'
import { products } from '../catalog/full/products.ts'
import { codeIndex } from '../catalog/full/rows.ts'
import { isName, isNumber, type Question } from './question.ts'
import { type Terminal, UsageError } from './terminal.ts'

const isProduct = async (name: string): Promise<boolean> =>
  (await products()).some(({ service }) => service === name.toLowerCase())

/** @throws UsageError when no product has the name */
async function checkService(given: string): Promise<string> {
  const service = given.toLowerCase()
  if (await isProduct(service)) return service
  const names = (await products()).map((product) => product.service)
  const [near] = nearestCodes(service, names, 1)
  throw new UsageError(`there is no product ${given} in the catalog${near ? `; did you mean ${near}?` : ''}`)
}

const pair = /^(-?\d{1,12})\/(-?\d{1,12})$/

async function readPasted(text: string): Promise<Question | undefined> {
  // Imported here because a typed code does not need it.
  const { readQuestion } = await import('./read-question.ts')
  const { byCode, byModuleCode } = await codeIndex()
  return readQuestion(text, (code) => byCode.has(code) || byModuleCode.has(code))
}

/** What may be a code, even a mistyped one or one in the wrong case: the answer to those lists similar codes. */
const word = /^[\w.-]{1,256}$/

/** Reads `4400`, `4420/10250`, `InternalError`, or a copied text without blanks. */
async function readWord(text: string): Promise<Question | undefined> {
  const [, code, moduleCode] = pair.exec(text) ?? []
  if (code !== undefined) return { code, moduleCode }
  // Codes are never all lower case; names of products are.
  if (/^[a-z][a-z0-9_-]*$/.test(text) && (await isProduct(text))) {
    throw new UsageError(`${text} is a product: add the code to explain`)
  }
  return word.test(text) ? { code: text } : readPasted(text)
}

/** Has the form `kms 4420 10250`; does not check that the product exists. */
const isShortForm = ([first = '', second = '', third, ...rest]: readonly string[]): boolean =>
  /^[A-Za-z][\w-]*$/.test(first) &&
  (isNumber(second) || isName(second) || pair.test(second)) &&
  (third === undefined || isNumber(third)) &&
  rest.length === 0

async function readShortForm([product = '', code = '', moduleCode]: readonly string[]): Promise<Question | undefined> {
  const question = await readWord(code)
  const service = await checkService(product)
  return question && { ...question, service, moduleCode: moduleCode ?? question.moduleCode }
}

/** Reads a piped or quoted text, which may also be in one of the short forms. */
async function readText(text: string): Promise<Question | undefined> {
  const words = text.trim().split(/\s+/, 4)
  const [first = '', second] = words
  if (second === undefined) return readWord(first)
  if (words.length === 2 && words.every(isNumber)) return { code: first, moduleCode: second }
  const isShort = isShortForm(words) && (await isProduct(first))
  return isShort ? readShortForm(words) : readPasted(text)
}

/**
 * Reads the question from the arguments of `explain`, or from the piped input when there are none.
 *
 * @returns undefined when they contain no code
 * @throws UsageError when they have none of the forms that the help lists
 */
export async function readArguments(args: readonly string[], terminal: Terminal): Promise<Question | undefined> {
  const [first, ...rest] = args
  if (first === undefined) {
    const input = await terminal.readInput()
    if (!input?.trim()) throw new UsageError('explain needs a code, or a piped text that contains one')
    return readText(input)
  }
  // The short form is typed by hand, so a product that does not exist is a mistake worth reporting.
  if (isShortForm(args)) return readShortForm(args)
  if (rest.length === 0 || !/^[A-Za-z][\w-]*$/.test(first) || !(await isProduct(first))) {
    return readText(args.join(' '))
  }
  const question = await readText(rest.join(' '))
  return question && { ...question, service: first.toLowerCase() }
}
