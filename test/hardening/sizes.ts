import { findEnvelopes } from '../../src/envelope/embedded.ts'
import { mayFail, readBytes, readText } from '../../src/envelope/index.ts'
import { createError } from '../../src/errors/create-error.ts'

/** What reads a text of any size. */
interface Reading {
  readonly name: string
  readonly bodyOf: (size: number) => string
  readonly read: (body: string) => unknown
  /** The share of the largest size that it is given; most have 1. */
  readonly share?: number
}

const filled = (head: string, piece: string, tail: string) => (size: number) =>
  head + piece.repeat(Math.max(0, Math.floor((size - head.length - tail.length) / piece.length))) + tail

const readWhole = (body: string) => [mayFail(body), readText(body)]

const bodies: readonly Reading[] = [
  ['a long message', filled('{"code":4000,"message":"(1)', 'x', '"}')],
  ['a long code', filled('{"Response":{"RequestId":"r","Error":{"Code":"', 'A.', '"}}}')],
  [
    'many fields',
    (size: number) => `{"code":4000,${Array.from({ length: size / 16 }, (_, at) => `"k${at}":${at}`).join()}}`,
  ],
  ['one field again and again', filled('{', '"code":0,', '"code":4000}')],
  ['lists within lists', (size: number) => `{"code":4000,"data":${'['.repeat(size / 2)}${']'.repeat(size / 2)}}`],
  ['objects within objects', (size: number) => `{"code":4000,"d":${'{"a":'.repeat(size / 6)}0${'}'.repeat(size / 6)}}`],
  ['blanks before the body', filled('', ' ', '{"code":4000}')],
  ['blanks behind a key', filled('{"code"', ' ', ':4000}')],
  ['keys without an end', filled('{', '"code" ', '')],
  ['quotes and backslashes', filled('{"code":4000,"message":"', '\\"', '"}')],
  ['an integer of many digits', filled('{"code":', '4', '}')],
  ['braces', filled('', '{', '')],
  ['XML without an end', filled('<Error>', '<Code>', '')],
  ['an XML declaration without an end', filled('<?xml', ' ', '')],
].map(([name, bodyOf]) => ({ name, bodyOf, read: readWhole }) as Reading)

const others: readonly Reading[] = [
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

export interface Growth {
  readonly name: string
  readonly sizes: readonly number[]
  /** Milliseconds, in the order of the sizes. */
  readonly times: readonly number[]
}

function fastest(run: () => unknown, runs: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let count = 0; count < runs; count++) {
    const begun = performance.now()
    run()
    best = Math.min(best, performance.now() - begun)
  }
  return best
}

/** The readings by name. */
export const readings: ReadonlyMap<string, Reading> = new Map([...bodies, ...others].map((one) => [one.name, one]))

/** The time of a reading at an eighth, a quarter, a half and the whole of a size in characters. */
export function growthOf({ name, bodyOf, read, share = 1 }: Reading, largest: number, runs: number): Growth {
  const sizes = [0.125, 0.25, 0.5, 1].map((part) => Math.floor(part * share * largest))
  const times = sizes.map((size) => {
    const body = bodyOf(size)
    return fastest(() => read(body), runs)
  })
  return { name, sizes, times }
}

/** By what the time of the last size exceeds what it would be if it had grown with the size since the second, as a factor. */
export function excess({ sizes, times }: Growth): number {
  const [, size = 1, , last = 1] = sizes
  const [, time = 1, , lastTime = 1] = times
  return lastTime / Math.max(time, 0.05) / (last / size)
}
