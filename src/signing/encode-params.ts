import type { Param } from './flatten.ts'

const unencoded = /[!'()*]/g
const loneSurrogate = /\p{Surrogate}/gu

// Half a character cannot be encoded; UTF-8 encoders, and so the signature, have U+FFFD in its place.
function encode(text: string): string {
  return encodeURIComponent(text.replace(loneSurrogate, '\ufffd')).replace(
    unencoded,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/**
 * The query string (without `?`) or the form body of signed parameters. Percent-encoded as RFC 3986 has it with
 * upper-case hex digits, which Tencent requires; a space is %20, never a plus sign.
 */
export function encodeParams(params: readonly Param[]): string {
  return params.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
}
