import { corsHeaders } from './cors.ts'
import type { Settings } from './options.ts'

/** The headers that every answer carries, with lower-case names. */
export const commonHeaders = ({ now, cors, responseHeaders }: Settings): Record<string, string> => {
  const date = new Date(now()).toUTCString()
  const lowerCased = Object.entries(responseHeaders).map(([name, value]) => [name.toLowerCase(), value])
  return { date, ...(cors ? corsHeaders : {}), ...Object.fromEntries(lowerCased) }
}
