import type { Attributes } from '@opentelemetry/api'
import type { ObservedCall } from '../event.ts'
import { cleanName, other } from './clean.ts'

/** The known methods; others are `_OTHER`. Source: https://opentelemetry.io/docs/specs/semconv/http/http-spans/ */
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

/** Characters of `url.full`. The path of an object in a bucket may be longer. */
const longestUrl = 1_024

const isKnown = (method: string): boolean => methods.has(method)

/** The name of an HTTP client's span: the method alone, because the paths of Tencent Cloud do not distinguish calls. */
export const httpSpanName = ({ method }: ObservedCall): string => (isKnown(method) ? method : 'HTTP')

/** The attributes that the conventions require of an HTTP client when it sends a request. */
export function httpAttributes({ method, url }: ObservedCall, number: number): Attributes {
  return {
    'http.request.method': isKnown(method) ? method : other,
    ...(!isKnown(method) && { 'http.request.method_original': cleanName(method) }),
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
