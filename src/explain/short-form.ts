import type { KnownCodes } from './known-codes.ts'
import { isNumber, type Subject } from './question.ts'
import { isTerm, readClass } from './terms.ts'
import { readTransportCode } from './transport.ts'

const pair = /^[(（]?(-?\d{1,12})\/(-?\d{1,12})[)）]?$/

/** `cmq/4400`, `cmq:4440`, `cmq：4440` */
const productAndNumber = /^([A-Za-z][\w-]*)(?:\/|[:：]\s?)(?=[-\d])/

/** What may be a code, even a mistyped one: the answer to those lists similar codes. */
const typed = /^[A-Za-z][\w-]*(?:\.[\w-]+)*\.?$/

interface Parts {
  service?: string
  code?: string
  moduleCode?: string
  httpStatus?: number
}

/** Takes a number for the code, or else for its module code. */
function addNumber(parts: Parts, number: string, known: KnownCodes): boolean {
  if (parts.code === undefined) parts.code = number
  else if (parts.moduleCode === undefined && isNumber(parts.code)) {
    // In any order: the one that is a public code is the code.
    const isSwapped = known.find(parts.code) === undefined && known.find(number) !== undefined
    const codes: readonly [string, string] = isSwapped ? [number, parts.code] : [parts.code, number]
    parts.code = codes[0]
    parts.moduleCode = codes[1]
  } else return false
  return true
}

function addWord(parts: Parts, word: string, known: KnownCodes): boolean {
  const [, code, moduleCode] = pair.exec(word) ?? []
  if (code !== undefined && moduleCode !== undefined) {
    if (parts.code !== undefined) return false
    Object.assign(parts, { code, moduleCode })
    return true
  }
  if (isNumber(word)) return addNumber(parts, word, known)
  const service = known.findProduct(word)
  const name = typed.test(word) ? (known.find(word) ?? known.find(word.replace(/\.$/, ''))) : undefined
  if (name !== undefined && parts.code === undefined) parts.code = name
  else if (service !== undefined && parts.service === undefined) parts.service = service
  else return false
  return true
}

/** `HTTP 429`, `status 502`, `429`. */
const statusForm = /^(http|status|http status|status code)?[ :]{0,3}([45]\d\d)$/i

function readAlone(word: string, known: KnownCodes): Subject | undefined {
  const transport = readTransportCode(word)
  if (transport) return { kind: 'transport', code: word }
  if (isTerm(word)) return { kind: 'term', term: word }
  if (known.find(word) === undefined && readClass(word)) return { kind: 'term', term: word }
  return undefined
}

/**
 * Reads what is typed and not pasted: a code, with its product and its module code in any order and letter case, `HTTP 429`,
 * a code of the system, or a word of this package.
 */
export function readShortForm(text: string, known: KnownCodes): Subject | undefined {
  if (text.length > 300) return undefined
  const [, label, status] = statusForm.exec(text) ?? []
  if (status !== undefined && (label !== undefined || known.find(status) === undefined))
    return { kind: 'transport', httpStatus: Number(status) }
  // A few codes have a blank in them.
  const whole = known.find(text)
  if (whole !== undefined) return { kind: 'code', place: 'typed', question: { code: whole } }
  const words = text.replace(productAndNumber, '$1 ').split(/\s+/)
  if (words.length > 3) return undefined
  const [first = ''] = words
  const alone = words.length === 1 ? readAlone(first, known) : undefined
  if (alone) return alone
  const parts: Parts = {}
  if (words.every((word) => addWord(parts, word, known)) && parts.code !== undefined) {
    const { code, moduleCode, service } = parts
    return {
      kind: 'code',
      place: 'typed',
      question: { code, ...(moduleCode !== undefined && { moduleCode }), ...(service !== undefined && { service }) },
    }
  }
  return undefined
}
