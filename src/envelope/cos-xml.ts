import type { Envelope } from './envelope.ts'

// An error document is under 1 kB; what stands later in an object is the caller's data.
const headLength = 16_384

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescapeXml = (value: string): string =>
  value.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole)

function element(xml: string, name: string): string | undefined {
  const start = xml.indexOf(`<${name}>`)
  if (start === -1) return undefined
  const from = start + name.length + 2
  const end = xml.indexOf(`</${name}>`, from)
  return end === -1 ? undefined : unescapeXml(xml.slice(from, end)).trim()
}

/**
 * Reads COS' `<Error><Code>…</Code>…</Error>`, also found under HTTP 200 (PUT Object - Copy). `<Error>` must be the
 * root element: an object of the caller's that merely contains one is no failure. Other object stores answer alike, so
 * only the host makes it Tencent Cloud's.
 */
export function readCosXml(body: string): Envelope | undefined {
  let xml = body.slice(0, headLength).trimStart()
  if (xml.startsWith('<?xml')) {
    const end = xml.indexOf('?>')
    if (end === -1) return undefined
    xml = xml.slice(end + 2).trimStart()
  }
  if (!xml.startsWith('<Error>')) return undefined
  const code = element(xml, 'Code')
  if (code === undefined || code === '') return undefined
  const requestId = element(xml, 'RequestId')
  const traceId = element(xml, 'TraceId')
  return {
    dialect: 'cos',
    certainty: 'by-host',
    code,
    message: element(xml, 'Message') ?? '',
    ...(requestId !== undefined && { requestId }),
    ...(traceId !== undefined && { traceId }),
  }
}
