import type { ByteString } from './digest.ts'
import { byteStringOf } from './digest.ts'
import type { WireRequest } from './wire-request.ts'

export type Param = readonly [name: ByteString, value: ByteString]

/** Percent-decoded to bytes, and not to characters: bytes that are no UTF-8 stay what they are. */
const decode = (text: ByteString): ByteString =>
  text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const parse = (encoded: ByteString): Param[] =>
  encoded
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [decode(name), decode(value.join('='))]
    })

export const isForm = (request: WireRequest): boolean =>
  request.header('content-type').toLowerCase().startsWith('application/x-www-form-urlencoded')

/** The parameters that version 1 signs: all of the query and of an urlencoded body, also those that stand twice. */
export const v1Params = (request: WireRequest): readonly Param[] => [
  ...parse(request.query),
  ...(isForm(request) ? parse(byteStringOf(request.body)) : []),
]
