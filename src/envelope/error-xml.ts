import type { Envelope } from './envelope.ts'

/** Characters that are searched. An error document is under 1 kB; a longer body is an object of the caller. */
const headLength = 16_384

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescapeXml = (value: string): string =>
  value.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole)

function readElement(xml: string, name: string): string | undefined {
  const start = xml.indexOf(`<${name}>`)
  if (start === -1) return undefined
  const from = start + name.length + 2
  const end = xml.indexOf(`</${name}>`, from)
  return end === -1 ? undefined : unescapeXml(xml.slice(from, end)).trim()
}

/**
 * Reads the error document of COS, `<Error><Code>…</Code>…</Error>`, which may come with HTTP 200 (PUT Object - Copy).
 * `<Error>` must be the root element, because an object of the caller may contain one. Other object stores have the
 * same format, so the certainty is `by-host`.
 */
function readCos(xml: string): Envelope | undefined {
  const code = readElement(xml, 'Code')
  if (!code) return undefined
  return {
    dialect: 'cos',
    certainty: 'by-host',
    code,
    message: readElement(xml, 'Message') ?? '',
    requestId: readElement(xml, 'RequestId'),
    traceId: readElement(xml, 'TraceId'),
  }
}

/** `<dnspod><status><code>-1</code><message>…</message></status></dnspod>`: DNSPod's answer without `format=json`. */
function readDnspod(xml: string): Envelope | undefined {
  const code = readElement(xml, 'code')
  if (!code || /^[01]$/.test(code)) return undefined
  return { dialect: 'dnspod', certainty: 'by-host', code, message: readElement(xml, 'message') ?? '' }
}

/** Reads a failure in XML. Never throws. */
export function readXml(body: string): Envelope | undefined {
  let xml = body.slice(0, headLength).trimStart()
  if (xml.startsWith('<?xml')) {
    const end = xml.indexOf('?>')
    if (end === -1) return undefined
    xml = xml.slice(end + 2).trimStart()
  }
  if (xml.startsWith('<dnspod>')) return readDnspod(xml)
  return xml.startsWith('<Error>') ? readCos(xml) : undefined
}
