// '*' covers every header but Authorization, which must be named (Fetch standard, CORS protocol).
const preflightHeaders = {
  'access-control-allow-methods': '*',
  'access-control-allow-headers': '*, Authorization',
  'access-control-max-age': '600',
}

/** Lets any page read the answers. Date is not exposed, as it is not by the real service. */
export const corsHeaders = { 'access-control-allow-origin': '*' }

/** The answer to OPTIONS, which no step of an API sees. Without CORS it has no headers, so a browser stops there. */
export const preflightResponse = (cors: boolean): Response =>
  new Response(null, { status: 204, headers: cors ? { ...corsHeaders, ...preflightHeaders } : {} })
