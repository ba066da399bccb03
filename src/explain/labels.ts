import { isNumber } from './question.ts'
import { readClass } from './terms.ts'
import type { Token } from './tokens.ts'

/** Words that label a code, in lower case, without dashes and underscores. */
const labels: ReadonlySet<string> = new Set(
  'code errorcode errcode retcode returncode resultcode rescode bizcode subcode apicode cloudcode failcode xcoserrorcode xcoscode errorno 错误码 错误代码 错误编码 错误号 返回码 异常码'.split(
    ' ',
  ),
)

/** Words before `code` that make it the code of something else: `status code`, `exit code`. */
const otherCodes: ReadonlySet<string> = new Set(
  'status statuscode http httpstatus exit exited signal zip postal area country currency region response verification verify sms qr bar source byte op char character key invite auth authorization language lang color phone dial tracking promo'.split(
    ' ',
  ),
)

/** Words before `code` after which a code follows without a sign between: `error code 4420`. */
const spokenCodes: ReadonlySet<string> = new Set(['error', 'err', 'return', 'result', 'failure'])

/** Words that label a number as what went wrong, less surely than `code` does: `error: 4420`. */
const weakLabels: ReadonlySet<string> = new Set('error err ret result fail failed failure errmsg exception'.split(' '))
const weakChinese = /(?:报错?|错误|失败|异常|返回)[了为是]?$/

/** Words that stand where a code could, and are values of another kind. */
const noCodes: ReadonlySet<string> = new Set(
  'null undefined none nil true false string int integer number message msg is of and the type'.split(' '),
)

const joins: ReadonlySet<string> = new Set([':', '=', '=>', '：', '>', ':=', ':>'])

/** What stands between two tokens, without quotes, brackets, escapes and blanks: `: `, `" => "`. */
const toJoin = (gap: string): string => (gap.length > 60 ? gap : gap.replace(/[\s"'\\“”「」`()[\]{},]+/g, ''))

/** The last word of `error.code`, `x-cos-error-code`, `ErrorCode`, in lower case and in one. */
function toLabel(token: string): string {
  const last = token.slice(token.lastIndexOf('.') + 1)
  return last.toLowerCase().replace(/[_-]/g, '')
}

const previous = (tokens: readonly Token[], at: number): Token | undefined => tokens[at - 1]

/** Does the token label a code? */
function isLabel(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (!token) return false
  const name = toLabel(token.text)
  if (!labels.has(name)) return [...labels].some((label) => /[^a-z]$/.test(label) && name.endsWith(label))
  const before = previous(tokens, at)
  const inPath = token.text.split('.').at(-2)?.toLowerCase()
  if (inPath !== undefined && otherCodes.has(inPath)) return false
  const follows = before !== undefined && /^[ _-]$/.test(token.before)
  return !(name === 'code' && follows && otherCodes.has(toLabel(before.text)))
}

/** How a value is labelled: as a code, as an error, as something else, or not at all. */
export type Labelling = 'code' | 'error' | 'other' | undefined

/** `string(8) "x"` and `int(5)`, as PHP prints values: the index of the token that is labelled. */
function skipPhpType(tokens: readonly Token[], at: number): number {
  const before = previous(tokens, at)
  if (before?.text === 'int' && tokens[at]?.before === '(') return at - 1
  const type = previous(tokens, at - 1)
  return type?.text === 'string' && before?.before === '(' && isNumber(before.text) ? at - 2 : at
}

/** Finds out how the token at an index is labelled by those before it. */
export function findLabelling(tokens: readonly Token[], index: number): Labelling {
  const at = skipPhpType(tokens, index)
  const token = tokens[at]
  const before = previous(tokens, at)
  if (!token || !before) return undefined
  const join = toJoin(token.before)
  // This package's own errors: `ThrottlingError: 4420/10250: qps throttling`.
  if (join === ':' && readClass(before.text)) return 'code'
  // COS' Go SDK: `404 NoSuchKey(Message: …)`.
  if (/^[45]\d\d$/.test(before.text) && token.before === ' ' && token.after.startsWith('(')) return 'code'
  const isSpoken = (before.text === 'is' || /^[为是]$/.test(before.text)) && join === ''
  const labelAt = isSpoken ? at - 2 : at - 1
  if (isLabel(tokens, labelAt)) {
    if (joins.has(join) || isSpoken) return 'code'
    const word = toLabel(tokens[labelAt - 1]?.text ?? '')
    const isSure = /[^a-z]$/.test(toLabel(before.text)) || spokenCodes.has(word) || toLabel(before.text) !== 'code'
    if (join === '' && isSure) return 'code'
  }
  if (!joins.has(join) || /[\n,;]/.test(token.before.trimEnd())) return undefined
  if (weakLabels.has(toLabel(before.text)) || weakChinese.test(before.text)) return 'error'
  return /[A-Za-z_\u3400-\u9fff]$/.test(before.text) ? 'other' : undefined
}

/** Can the token be a code at all, where a code is labelled? */
export const canBeCode = (text: string): boolean =>
  isNumber(text) ? Number(text) !== 0 : /^[A-Za-z]/.test(text) && text.length <= 128 && !noCodes.has(text.toLowerCase())
