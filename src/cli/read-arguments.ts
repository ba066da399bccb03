import { nearestCodes } from '../catalog/full/nearest.ts'
import { products } from '../catalog/full/products.ts'
import { findSubject } from '../explain/find.ts'
import type { KnownCodes } from '../explain/known-codes.ts'
import { isName, isNumber, type Subject } from '../explain/question.ts'
import { UsageError } from './terminal.ts'

const pair = /^-?\d{1,12}\/-?\d{1,12}$/

/** Has the form `kms 4420 10250`, whether or not the first word is a product. */
const hasShortForm = ([first = '', second = '', third, ...rest]: readonly string[]): boolean =>
  /^[A-Za-z][\w-]*$/.test(first) &&
  (isNumber(second) || isName(second) || pair.test(second)) &&
  (third === undefined || isNumber(third)) &&
  rest.length === 0

async function refuseProduct(given: string): Promise<never> {
  const names = (await products()).map(({ service }) => service)
  const [near] = nearestCodes(given.toLowerCase(), names, 1)
  throw new UsageError(
    `there is no product ${given} in the catalog${near ? `; did you mean ${near}?` : ''}`,
    `没有收录产品 ${given}${near ? `，是否想输入 ${near}？` : ''}`,
  )
}

/** The service of the first word goes for the rest, where that contains a code. */
function readAfterProduct(first: string, rest: readonly string[], known: KnownCodes): Subject | undefined {
  const service = known.findProduct(first)
  if (service === undefined || rest.length === 0) return undefined
  const subject = findSubject(rest.join(' '), known)
  if (subject.kind === 'code') return { ...subject, question: { ...subject.question, service } }
  return subject.kind === 'transport' ? { ...subject, service } : undefined
}

async function readTyped(args: readonly string[], known: KnownCodes): Promise<Subject> {
  const [first = '', ...rest] = args
  const subject = findSubject(args.join(' '), known)
  const isFound = subject.kind !== 'nothing' && !(subject.kind === 'code' && subject.place !== 'typed')
  if (isFound && args.length > 1) return subject
  const afterProduct = readAfterProduct(first, rest, known)
  if (afterProduct) return afterProduct
  // The short form is typed by hand, so a product that does not exist is a mistake worth reporting.
  if (hasShortForm(args) && known.find(first) === undefined) return refuseProduct(first)
  if (args.length === 1 && known.find(first) === undefined && known.findProduct(first) !== undefined) {
    throw new UsageError(
      `${first} is a product: add the code to explain`,
      `${first} 是产品，请在后面写上要查询的错误码`,
    )
  }
  return subject
}

/**
 * Reads what is asked from the arguments of `explain`, or from the piped input when there are none.
 *
 * @throws UsageError when they have none of the forms that the help lists
 */
export async function readArguments(
  args: readonly string[],
  input: string | undefined,
  loadKnown: () => Promise<KnownCodes>,
): Promise<Subject> {
  if (args.length > 0) return readTyped(args, await loadKnown())
  if (!input?.trim()) {
    throw new UsageError(
      'explain needs a code, or a piped text that contains one',
      'explain 需要一个错误码，或通过管道输入含有错误码的文本',
    )
  }
  const words = input.trim().split(/\s+/, 2)
  const known = await loadKnown()
  return words.length === 1 ? readTyped(words, known) : findSubject(input, known)
}
