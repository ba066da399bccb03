/** The parts of a legacy message. */
interface ModuleMessage {
  readonly moduleCode?: string
  readonly symbol?: string
  readonly text: string
}

// `(10250)qps throttling`; Chinese modules also write full-width parentheses. The pattern is anchored, so that
// parentheses later in the text are not taken for the module code.
const moduleCodeFirst = /^\s{0,8}[(（]\s{0,8}(-?\d{1,12})\s{0,8}[)）]\s{0,8}/

// `EC_CDN_USER_EXIST cdn user exist`: one underscore is required, or a first word in capitals would match.
const symbolFirst = /^([A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,12})(?:\s+|$)/

/** Parses `(module code)SYMBOL text`. Module code and symbol are optional, and the text may be empty. */
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
