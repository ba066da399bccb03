import { findEnvelopes } from '../../src/envelope/embedded.ts'
import { mayFail, readBytes, readText } from '../../src/envelope/index.ts'
import { createError } from '../../src/errors/create-error.ts'

/** What reads a text of any size. */
export interface Reading {
  readonly name: string
  readonly bodyOf: (size: number) => string
  readonly read: (body: string) => unknown
  /** The part of a size that it is given; most have 1. */
  readonly share?: number
}

const filled = (head: string, piece: string, tail: string) => (size: number) =>
  head + piece.repeat(Math.max(0, Math.floor((size - head.length - tail.length) / piece.length))) + tail

const readWhole = (body: string) => [mayFail(body), readText(body)]

const bodies: readonly (readonly [name: string, bodyOf: Reading['bodyOf']])[] = [
  ['a long message', filled('{"code":4000,"message":"(1)', 'x', '"}')],
  ['a message of parentheses', filled('{"code":1,"message":"', '(', '"}')],
  ['a symbol without an end', filled('{"code":1,"message":"(1)', 'A_', '"}')],
  ['a long code', filled('{"Response":{"RequestId":"r","Error":{"Code":"', 'A.', '"}}}')],
  ['many fields', (size) => `{"code":4000,${Array.from({ length: size / 16 }, (_, at) => `"k${at}":${at}`).join()}}`],
  ['one field again and again', filled('{', '"code":0,', '"code":4000}')],
  ['lists within lists', (size) => `{"code":4000,"data":${'['.repeat(size / 2)}${']'.repeat(size / 2)}}`],
  ['objects within objects', (size) => `{"code":4000,"d":${'{"a":'.repeat(size / 6)}0${'}'.repeat(size / 6)}}`],
  ['blanks before the body', filled('', ' ', '{"code":4000}')],
  ['nothing but blanks', filled('', ' ', '')],
  ['blanks behind a key', filled('{"code"', ' ', ':4000}')],
  ['keys without an end', filled('{', '"code" ', '')],
  ['keys without values', filled('', '"code":', '')],
  ['quotes and backslashes', filled('{"code":4000,"message":"', '\\"', '"}')],
  ['an integer of many digits', filled('{"code":', '4', '}')],
  ['braces', filled('', '{', '')],
  ['brackets', filled('', '[', '')],
  ['angle brackets', filled('', '<', '')],
  ['XML without an end', filled('<Error>', '<Code>', '')],
  ['an XML declaration without an end', filled('<?xml', ' ', '')],
]

/** Everything that reads what a server wrote. */
export const readings: readonly Reading[] = [
  ...bodies.map(([name, bodyOf]) => ({ name, bodyOf, read: readWhole })),
  {
    name: 'bytes (above 1 MB they are data)',
    bodyOf: filled('{"code":4000,"message":"', 'x', '"}'),
    read: (body) => readBytes(new TextEncoder().encode(body)),
  },
  {
    name: 'an error of a long code, message and id',
    bodyOf: filled('', 'AKIDtoken="', ''),
    read: (text) => {
      const details = { code: text, serverMessage: text, requestId: text, mayHaveRun: true, attempts: [] }
      return createError('InternalServerError', { ...details, retry: 'never' }, new Set(['AnUnlikelySecret'])).toJSON()
    },
  },
  { name: 'a log: braces', bodyOf: filled('', '{', ''), read: findEnvelopes, share: 0.02 },
  { name: 'a log: open quotes', bodyOf: filled('', '{"', ''), read: findEnvelopes, share: 0.02 },
  { name: 'a log: bodies in a row', bodyOf: filled('', '{"code":4000}', ''), read: findEnvelopes, share: 0.02 },
  { name: 'a log: escaped bodies', bodyOf: filled('', '"{\\"code\\":4000}"', ''), read: findEnvelopes, share: 0.02 },
]
