/** What a text body is: a JSON object, or perhaps XML. Neither for any other text. */
interface ParsedText {
  readonly parsed?: unknown
  /** The text, if it begins like XML. */
  readonly xml?: string
}

const withoutBom = (text: string): string => (text.charCodeAt(0) === 0xfe_ff ? text.slice(1) : text)

/** Parses a text that begins like a JSON object. Never throws. */
export function parseText(body: string): ParsedText {
  const text = withoutBom(body)
  if (!/^\s*[{<]/.test(text)) return {}
  try {
    return { parsed: JSON.parse(text) }
  } catch {
    return { xml: text }
  }
}

// Each dialect has at least one of these keys. A zero `code`, the common success, does not match, so that it is not
// parsed; a match only causes the body to be parsed. `\u00` matches because a letter of a key may be escaped.
const failureMark =
  /"(?:[Ee]rror(?:[Cc]ode)?|result|ret(?:_?[Cc]ode)?)"\s*:|"code"\s*:(?!\s*(?:0|"0")\s*[,}])|"status"\s*:\s*[1-9]|\\u00[4-7]|^\uFEFF?\s*</

/** Can the text be a failure of some dialect? False means certainly not. Much cheaper than parsing the text. */
export function mayFail(body: string): boolean {
  return failureMark.test(body)
}
