import type { Settings } from './options.ts'

// '*' covers every header except Authorization, which must be named (Fetch standard, CORS protocol).
const preflightHeaders = {
  'access-control-allow-methods': '*',
  'access-control-allow-headers': '*, Authorization',
  'access-control-max-age': '600',
}

/** Lets pages of any origin read the answers. Like the real service, it does not expose the Date header. */
const corsHeaders = { 'access-control-allow-origin': '*' }

/**
 * The answer to OPTIONS, which is not an API request. Without `cors` it has no headers, so browsers refuse the call.
 */
export const preflightResponse = (cors: boolean): Response =>
  new Response(null, { status: 204, headers: cors ? { ...corsHeaders, ...preflightHeaders } : {} })

/** The headers common to all answers, with lower-case names. */
export const commonHeaders = ({ now, cors, responseHeaders }: Settings): Record<string, string> => {
  const date = new Date(now()).toUTCString()
  const lowerCased = Object.entries(responseHeaders).map(([name, value]) => [name.toLowerCase(), value])
  return { date, ...(cors ? corsHeaders : {}), ...Object.fromEntries(lowerCased) }
}
