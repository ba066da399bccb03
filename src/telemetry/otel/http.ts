import type { Attributes } from '@opentelemetry/api'
import type { ObservedCall } from '../event.ts'
import { cleanName, other } from './clean.ts'

// https://opentelemetry.io/docs/specs/semconv/http/http-spans/: other methods are `_OTHER`.
const methods: ReadonlySet<string> = new Set([
  'CONNECT',
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
])

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** Characters of `url.full`; the path of an object in a bucket may be long. */
const longestUrl = 1_024

const known = (method: string): boolean => methods.has(method)

/** The name of an HTTP client's span: the method, for Tencent Cloud's paths tell nothing. */
export const httpSpanName = ({ method }: ObservedCall): string => (known(method) ? method : 'HTTP')

/** What the conventions for HTTP clients want to be known when a request is sent. */
export function httpAttributes({ method, url }: ObservedCall, number: number): Attributes {
  return {
    'http.request.method': known(method) ? method : other,
    ...(!known(method) && { 'http.request.method_original': cleanName(method) }),
    ...(number > 1 && { 'http.request.resend_count': number - 1 }),
    ...(url !== undefined && urlAttributes(url)),
  }
}

function urlAttributes(text: string): Attributes {
  if (!URL.canParse(text)) return {}
  const { protocol, hostname, port } = new URL(text)
  const portNumber = port === '' ? defaultPorts[protocol] : Number(port)
  return {
    'url.full': text.slice(0, longestUrl),
    'url.scheme': protocol.slice(0, -1),
    'server.address': hostname.replace(/^\[|\]$/g, ''),
    ...(portNumber !== undefined && { 'server.port': portNumber }),
  }
}
