import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createError } from '../../src/errors/create-error.ts'
import { mask, redact } from '../../src/errors/redact.ts'
import { encodeParams } from '../../src/signing/index.ts'

const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0')

/** Ways in which a character is written by somebody who repeats a text. */
const encoders: readonly ((character: string) => string)[] = [
  (character) => character,
  (character) => encodeURIComponent(character),
  (character) => encodeURIComponent(character).replace(/%../g, (code) => code.toLowerCase()),
  // What RFC 3986 asks for, as version 1 signatures do.
  (character) => Array.from(new TextEncoder().encode(character), (byte) => `%${hex(byte, 2).toUpperCase()}`).join(''),
  (character) => encodeURIComponent(encodeURIComponent(character)),
  (character) => (character === ' ' ? '+' : character),
  (character) => JSON.stringify(character).slice(1, -1),
  (character) => JSON.stringify(JSON.stringify(character)).slice(3, -3),
  (character) => (character === '/' ? '\\/' : character),
  (character) => Array.from({ length: character.length }, (_, at) => `\\u${hex(character.charCodeAt(at), 4)}`).join(''),
  (character) => `&#${character.codePointAt(0)};`,
  (character) => `&#x${hex(character.codePointAt(0) ?? 0, 2)};`,
  (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[character] ?? character,
  // As PHP's htmlentities does for HTML 5.
  (character) =>
    ({ '!': '&excl;', '(': '&lpar;', ')': '&rpar;', '*': '&ast;', '+': '&plus;', ',': '&comma;', '/': '&sol;' })[
      character
    ] ??
    { ':': '&colon;', $: '&dollar;', '%': '&percnt;', '=': '&equals;', '\\': '&bsol;', '[': '&lbrack;' }[character] ??
    character,
]

const character = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) },
  { weight: 3, arbitrary: fc.constantFrom(...'!\'()*+ :$,[]/\\%&="<>') },
  { weight: 1, arbitrary: fc.constantFrom('é', '密', '😀', '\n', '\t') },
)

/** A secret, and a text in which each of its characters is encoded in a way of its own. */
const mixture = fc
  .array(fc.tuple(character, fc.nat(encoders.length - 1)), { minLength: 12, maxLength: 40 })
  .map((parts) => ({
    secret: parts.map(([one]) => one).join(''),
    written: parts.map(([one, encoder]) => encoders[encoder]?.(one) ?? '').join(''),
  }))
  .filter(({ secret }) => /[a-z0-9]{2}/i.test(secret))
  // A secret that reads like an escape itself, of which a part is escaped once more, cannot be told from other text. Keys
  // and tokens of Tencent Cloud have no backslash, percent sign or ampersand.
  .filter(({ secret }) => !/\\[ux]|%[0-9a-f]{2}|&#?\w+;/i.test(secret))

/** Backslashes before a secret stay: they may have escaped its first character, or belong to what is before it. */
const strayBackslashes = /(?:\\(?:u005c)?|%(?:25)*5c|&(?:#(?:92|x5c)|bsol);)+(?=\[redacted\])/gi

const details = { code: '4100', retry: 'never', mayHaveRun: false, attempts: [] } as const

describe('no form of a secret is in what an error prints', () => {
  test('though each of its characters is encoded in a way of its own', () => {
    fc.assert(
      fc.property(mixture, ({ secret, written }) => {
        const text = `refused "${written}", ${secret}`
        const error = createError(
          'HttpError',
          { ...details, serverMessage: text, body: text, cause: new Error(text, { cause: new Error(text) }) },
          new Set([secret]),
        )
        const cause = error.cause as Error
        for (const shown of [
          error.serverMessage,
          String(Reflect.get(error, 'body')),
          cause.message,
          (cause.cause as Error).message,
        ]) {
          expect(shown.replaceAll(strayBackslashes, '')).toBe(`refused "${mask}", ${mask}`)
        }
        const printed = [error.message, JSON.stringify(error), inspect(error, { depth: 9 }), cause.stack]
          .join('\n')
          .replaceAll(strayBackslashes, '')
        for (const form of [secret, written]) {
          for (let at = 0; at + 8 <= form.length; at++) expect(printed).not.toContain(form.slice(at, at + 8))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('though the text was cut within it', () => {
    fc.assert(
      fc.property(mixture, fc.nat(400), ({ secret, written }, kept) => {
        const cut = written.slice(0, kept)
        const shown = redact(`refused: ${cut}`, new Set([secret]), true)
        for (let at = 0; at + 8 <= secret.length; at++) expect(shown).not.toContain(secret.slice(at, at + 8))
      }),
      { numRuns: 500 },
    )
  })
})

test.each<[writer: string, write: (secret: string) => string]>([
  ['version 1 signatures', (secret) => encodeParams([['a', secret]])],
  [
    'axios',
    (secret) =>
      encodeURIComponent(secret).replace(/%3A/g, ':').replace(/%24/g, '$').replace(/%2C/g, ',').replace(/%20/g, '+'),
  ],
  ['forms', (secret) => String(new URLSearchParams({ a: secret }))],
  ['PHP’s JSON', (secret) => JSON.stringify(secret).replaceAll('/', '\\/')],
  ['a gateway’s page', (secret) => secret.replaceAll('&', '&amp;').replaceAll("'", '&#39;').replaceAll('"', '&quot;')],
])('a secret in the encoding of %s is struck', (_writer, write) => {
  const secret = `it's(a)*secret!: $1,000 [tok/en] & "more"`
  expect(redact(`<${write(secret)}>`, new Set([secret]))).toMatch(/^<(?:a=|")?\[redacted\]"?>$/)
})

test('a text without encodings stays as it is', () => {
  const text = 'C:\\new\\table is 100%25 full &amp; “the secret key is invalid”, token: expired, 密钥 + 1'
  expect(redact(text, new Set(['another-secret']))).toBe(text)
})
