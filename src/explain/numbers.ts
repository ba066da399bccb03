import { isNumber } from './question.ts'
import type { Token } from './tokens.ts'

/** What a number before them counts or measures. */
const units: ReadonlySet<string> = new Set(
  'ms msec millis milliseconds s sec secs second seconds m min mins minute minutes h hr hrs hour hours d day days week weeks month months year years b kb mb gb tb kib mib gib byte bytes bits px time times request requests call calls attempt attempts retry retries try tries item items row rows record records instance instances object objects message messages line lines user users connection connections thread threads qps rps tps percent char chars character characters token tokens file files node nodes more other others of'.split(
    ' ',
  ),
)
const chineseUnit = /^(?:毫秒|秒|分|小?时|天|日|月|年|次|个|条|台|元|字节|倍|行|核|万|页|人|岁|位|项|种|点|号)/

/** What the number after them is, when it is no code. */
const measures: ReadonlySet<string> = new Set(
  'port line lines pid ppid tid uin uid gid appid errno status http exit exited signal took after within attempt retry try step page offset version top row column col chapter limit count total size length timeout len at in every first last max min over than about to from between by day year v no gpu cpu'.split(
    ' ',
  ),
)
const chineseMeasure = /(?:端口|行号?|第|状态码?|耗时|版本|超过|每|共|限制|达到?|约|仅|前|后|大于|小于|剩余)$/

const lastWord = (text: string): string => text.slice(text.lastIndexOf('.') + 1).toLowerCase()

/** Is a part of a longer thing: a clock, a date, a port, a path, a number with a thousands separator? */
function isPart(token: Token, before: Token | undefined, after: Token | undefined): boolean {
  const ofWordBefore = before !== undefined && /^[:,]$/.test(token.before) && /[A-Za-z0-9]$/.test(before.text)
  const ofNumberAfter = after !== undefined && /^[:,/@#*+~^]$/.test(token.after) && /^\d/.test(after.text)
  return ofWordBefore || ofNumberAfter || /[/@#*+~^$¥￥]$/.test(token.before) || token.after.startsWith('%')
}

/** In `"GET / HTTP/1.1" 404 1234`: the status, or the bytes that were sent. */
function isOfHttpLog(tokens: readonly Token[], at: number): boolean {
  const isVersion = (index: number) =>
    /^\d(?:\.\d)?$/.test(tokens[index]?.text ?? '') && /^https?$/i.test(tokens[index - 1]?.text ?? '')
  return isVersion(at - 1) || (isVersion(at - 2) && isNumber(tokens[at - 1]?.text ?? ''))
}

/**
 * Is the number at an index one that stands by itself? Counts, measures, clocks, ports, statuses and other parts of a
 * text are no codes.
 */
export function isPlainNumber(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (!token || !isNumber(token.text)) return false
  const [before, after] = [tokens[at - 1], tokens[at + 1]]
  if (isPart(token, before, after) || isOfHttpLog(tokens, at)) return false
  if (after && /^\s?$/.test(token.after) && (units.has(after.text.toLowerCase()) || chineseUnit.test(after.text)))
    return false
  if (/^\/(?:s|min|h)?$/.test(token.after) && after && /^(?:s|sec|min|h|hour|day)$/.test(after.text)) return false
  if (!before || /[\n.;。；]/.test(token.before)) return true
  return !(measures.has(lastWord(before.text)) || chineseMeasure.test(before.text))
}
