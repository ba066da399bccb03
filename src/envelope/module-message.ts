/** A legacy message taken apart. */
interface ModuleMessage {
  readonly moduleCode?: string
  readonly symbol?: string
  readonly text: string
}

// `(10250)qps throttling`; Chinese modules also write full-width parentheses. Anchored, so that a later pair of
// parentheses in the text is never taken for the module code.
const moduleCodeFirst = /^\s{0,8}[(（]\s{0,8}(-?\d{1,12})\s{0,8}[)）]\s{0,8}/

// `EC_CDN_USER_EXIST cdn user exist`: at least one underscore, or the first capitalised word of a sentence would match.
const symbolFirst = /^([A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,12})(?:\s+|$)/

/** Splits `(module code)SYMBOL text`; every part but the text is optional. */
export function parseModuleMessage(message: string): ModuleMessage {
  const moduleMatch = moduleCodeFirst.exec(message)
  const rest = moduleMatch ? message.slice(moduleMatch[0].length) : message
  const symbolMatch = symbolFirst.exec(rest)
  return {
    ...(moduleMatch?.[1] !== undefined && { moduleCode: moduleMatch[1] }),
    ...(symbolMatch?.[1] !== undefined && { symbol: symbolMatch[1] }),
    text: symbolMatch ? rest.slice(symbolMatch[0].length) : rest,
  }
}
