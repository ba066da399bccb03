const statusLine = /^(?:< ?)?HTTP\/[\d.]{1,4} (\d{3})\b/

/** Takes a whole HTTP response (`curl -i`) apart; any other text is a body. */
export function readHttp(text: string): { readonly body: string; readonly status?: number } {
  const status = statusLine.exec(text)?.[1]
  if (status === undefined) return { body: text }
  const [, body = ''] = text.replaceAll('\r\n', '\n').split(/\n\n([\s\S]*)/, 2)
  return { body: body.trim(), status: Number(status) }
}
