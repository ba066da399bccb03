import fc from 'fast-check'
import { anyText } from '../support/any-text.ts'

/** Names that bodies, parameters and options have, and those that an object inherits. */
export const names = [
  ...['code', 'Code', 'message', 'Message', 'codeDesc', 'Response', 'Error', 'RequestId', 'requestId', 'TraceId'],
  ...['ErrorCode', 'ErrorInfo', 'ActionStatus', 'ret', 'retcode', 'errmsg', 'result', 'status', 'errorcode'],
  ...['errormessage', 'data', 'Action', 'Region', 'Version', 'ClientToken', 'SecretId', 'Signature', 'Nonce', 'Token'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', ''],
] as const

/** Texts that have made parsers stumble: numbers of all kinds, line breaks, controls, half characters, dates, codes. */
export const texts = [
  ...[
    '0',
    '-0',
    '4400',
    '4400 ',
    ' 4420',
    '-503',
    '1e400',
    '1e309',
    'NaN',
    'Infinity',
    '-1',
    '9007199254740993',
    '0x10',
  ],
  ...['(10250)qps', '（10250）x', '(', '(-9)', '(10250', 'EC_A_B x', 'a\r\nSet-Cookie: b', '\0', '\u001b[2J', '\u2028'],
  ...[
    '\ud800',
    'x\udfff',
    '\ufeff{',
    'Wed, 21 Oct 2015 07:28:00 GMT',
    'Fri, 31 Dec 9999 23:59:59 GMT',
    'server time 1706406788',
  ],
  ...[
    'RequestLimitExceeded',
    'InternalError',
    'AuthFailure.SignatureExpire',
    'FAIL',
    'OK',
    'success',
    '__proto__',
    'constructor',
  ],
  ...[
    'https://kms.api.qcloud.com/v2/index.php?Action=A',
    'cvm.ap-x.tencentcloudapi.com',
    '//[::1',
    'http://a:b@c:99999/',
    '%E0%A4%A',
  ],
  ...[
    'x'.repeat(3_000),
    'A.'.repeat(200),
    '{"code":',
    '<Error><Code>',
    '&#x41;&amp',
    '\\"',
    'AKIDabcdefghijklmnop',
    'token=abcdefghijklmnop',
  ],
] as const

const numbers = [0, -0, 4400, 4420, -503, 1e308, -1e308, 2 ** 53, 2 ** 53 + 2, 0.1, 5e-324, 10_250]

export const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...texts) },
  { weight: 2, arbitrary: anyText({ maxLength: 24 }) },
  fc.array(fc.constantFrom(...texts), { maxLength: 4 }).map((parts) => parts.join('')),
)

const hostileScalar = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  fc.constantFrom<unknown>(...numbers, null, true, false),
)

/** What JSON can say, in the words of the API; `__proto__` is a field like any other. */
export const hostileJson = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    { weight: 4, arbitrary: hostileScalar },
    { weight: 5, arbitrary: tie('object') },
    fc.array(tie('any'), { maxLength: 3 }),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...names), tie('any')), { maxLength: 5 })
    .map((fields) => Object.fromEntries(fields)),
})).object as fc.Arbitrary<Record<string, unknown>>

/** Anything that a program can hold: proxies aside. */
export const hostileValue = fc.oneof(
  hostileJson,
  hostileText,
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withTypedArray: true,
    maxDepth: 2,
  }),
)

/** Texts made of pieces of a language, mostly not well-formed. */
export const textOfPieces = (...pieces: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.oneof(fc.constantFrom(...pieces), hostileText), { maxLength: 12 }).map((parts) => parts.join(''))
