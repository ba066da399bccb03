/** A message that a text has labelled as one, and where it stands. */
export interface FoundMessage {
  readonly message: string
  readonly start: number
  readonly end: number
}

const label =
  /(?<![A-Za-z])(?:error[ _-]?)?(?:message|msg|errmsg)["']?\s{0,4}(?:=>|[:=：])\s{0,4}|(?:错误信息|错误消息|报错信息|返回信息|错误描述|错误提示|消息|信息|描述)["”]?\s{0,4}[:=：]\s{0,4}/i

/** What follows a message on its line: the id of the request, or another field. */
const next =
  /[\r\n]|[\s,，;；。[\](（{]{0,4}(?:x-tc-)?(?:request[ _-]?id|请求 ?id|trace[ _-]?id|error[ _-]?code|code|错误码|产品|接口|service|product|action)["']?\s{0,4}[:=：]/i

/** A longer message is cut. */
const longest = 500

/** Without what separates a message from the next field. */
function cutEnd(text: string): string {
  let end = text.length
  while (end > 0 && /[\s,，;；\]]/.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** Finds the message in a text that holds no body: `message:… requestId:…`, `消息：…`. */
export function findMessage(text: string): FoundMessage | undefined {
  const found = label.exec(text)
  if (!found) return undefined
  const start = found.index + found[0].length
  const rest = text.slice(start, start + longest)
  const quote = /^["'“「]/.exec(rest)?.[0]
  const closing = quote === undefined ? -1 : rest.indexOf({ '“': '”', '「': '」' }[quote] ?? quote, 1)
  const written = closing > 0 ? rest.slice(1, closing) : rest.slice(0, next.exec(rest)?.index ?? rest.length)
  const message = cutEnd(written)
  if (message === '' || /^(?:null|none|undefined|nil)$/i.test(message)) return undefined
  return { message, start, end: start + written.length }
}
