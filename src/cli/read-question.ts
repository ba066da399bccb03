import { productByDialect } from '../catalog/product-by-dialect.ts'
import { findEnvelopes } from '../envelope/embedded.ts'
import { parseModuleMessage } from '../envelope/module-message.ts'
import { describeRequest } from '../request/describe.ts'
import { findService } from '../request/host.ts'
import { isName, isNumber, type Question } from './question.ts'
import { maxInput } from './terminal.ts'

/** Finds `https://kms.api.qcloud.com/v2/index.php?Action=ListKey` among the tokens of a line. */
function findUrl(tokens: readonly string[]): string | undefined {
  return tokens.find((token) => /^https?:\/\//i.test(token))
}

/** Finds the service and the action in the hosts, URLs and `Action=…` of a text. */
function findCall(text: string): { service?: string | undefined; action?: string | undefined } {
  const url = findUrl(text.split(/[\s"'<>,;\\]+/))
  const described = url === undefined ? undefined : describeRequest({ url })
  const hosts = text.split(/[^A-Za-z0-9.-]+/).filter((token) => token.length <= 253 && token.includes('.'))
  const service = described?.service ?? hosts.map((host) => findService(host)).find((found) => found !== undefined)
  const action = described?.action ?? /\bAction\\?["']?\s{0,4}[=:]\s{0,4}\\?["']?([A-Za-z0-9]{2,80})/.exec(text)?.[1]
  return { service, action }
}

/** Matches `code=4420`, `"ErrorCode": "10002"`, `Code: InternalError`. */
const labelled =
  /(?<!status|status |status_|http )(?:code|retcode|errno)\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?(-?\d{1,12}|[A-Z][\w.-]{2,120})/gi

/** Removes trailing dots and dashes. A loop, because `/[.-]+$/` takes quadratic time on a long run of them. */
function stripPunctuation(token: string): string {
  let end = token.length
  while (end > 0 && (token[end - 1] === '.' || token[end - 1] === '-')) end--
  return token.slice(0, end)
}

/** Finds a code outside any envelope: the first known one, else the first that is labelled as a code. */
function findCode(text: string, isKnown: (code: string) => boolean): string | undefined {
  const named = [...text.matchAll(labelled)].map((match) => match[1] ?? '')
  const tokens = text.split(/[^A-Za-z0-9_.-]+/).map(stripPunctuation)
  const codes = [...named, ...tokens.filter((token) => isName(token)), ...tokens.filter((token) => isNumber(token))]
  return codes.find((code) => isKnown(code)) ?? named.find((code) => Number(code) !== 0)
}

/** Finds the module code in `(10250)message`. */
function findModuleCode(text: string): string | undefined {
  const at = text.search(/[(（]\s{0,8}-?\d{1,12}\s{0,8}[)）]/)
  return at < 0 ? undefined : parseModuleMessage(text.slice(at, at + 64)).moduleCode
}

/**
 * Finds the code in a copied text: a response body, a line of a log, a message. Response bodies take precedence over
 * bare numbers and names. Only the first 64 kB are read.
 *
 * @param isKnown whether a word is a listed code
 * @returns undefined when the text contains no code
 */
export function readQuestion(pasted: string, isKnown: (code: string) => boolean): Question | undefined {
  const text = pasted.slice(0, maxInput)
  const call = findCall(text)
  const envelopes = findEnvelopes(text)
  const envelope = envelopes.find(({ code }) => isKnown(code)) ?? envelopes[0]
  if (envelope) {
    const { code, moduleCode, message, requestId, dialect } = envelope
    const service = call.service ?? productByDialect.get(dialect)
    return { ...call, service, code, moduleCode, serverMessage: message || undefined, requestId, dialect }
  }
  const moduleCode = findModuleCode(text)
  const rest = moduleCode === undefined ? text : text.replace(/[(（]\s{0,8}-?\d{1,12}\s{0,8}[)）]/, ' ')
  const code = findCode(rest, isKnown) ?? moduleCode
  return code === undefined ? undefined : { ...call, code, ...(code !== moduleCode && { moduleCode }) }
}
