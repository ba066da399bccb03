import axios from 'axios'
import { attachTencentCloud, isTencentCloudError } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { delta, done, errorFrame, frame, reset, role, type Step, startStreams, stop, text } from './stream-server.ts'

type Chunks = AsyncIterable<Uint8Array>

const body = { model: 'm', stream: true }
const settings = { pacing: false, service: 'tokenhub' } as const

/** Opens a stream by a client of its own. */
const openers: Readonly<Record<string, (chat: string) => Promise<Chunks>>> = {
  async fetch(chat) {
    const hosts = [new URL(chat).host]
    const call = createTencentCloudFetch(fetch, { ...settings, hosts, clock: new InstantClock() })
    return (await call(chat, { method: 'POST', body: JSON.stringify(body) })).body ?? new ReadableStream()
  },
  'axios, adapter http': (chat) => openByAxios(chat, 'http'),
  'axios, adapter fetch': (chat) => openByAxios(chat, 'fetch'),
}

async function openByAxios(chat: string, adapter: 'http' | 'fetch'): Promise<Chunks> {
  const http = axios.create({ adapter, proxy: false, baseURL: new URL(chat).origin })
  attachTencentCloud(http, { ...settings, clock: new InstantClock() })
  return (await http.post<Chunks>(chat, body, { responseType: 'stream' })).data
}

/** The bytes that came, and the error with which they ended. */
async function drain(chunks: Chunks): Promise<{ readonly bytes: Buffer; readonly error?: unknown }> {
  const got: Uint8Array[] = []
  try {
    for await (const chunk of chunks) got.push(chunk)
  } catch (error) {
    return { bytes: Buffer.concat(got), error }
  }
  return { bytes: Buffer.concat(got) }
}

/** An attempt: its events before the first content, its contents and its end, and how they are sent. */
interface Played {
  readonly before: readonly string[]
  readonly contents: readonly string[]
  readonly end: readonly Step[]
  readonly cuts: readonly number[]
  readonly hasMark: boolean
  readonly hasReturns: boolean
}

const cutAt = (bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] => {
  const places = [0, ...new Set(cuts.map((cut) => cut % bytes.length).toSorted((a, b) => a - b)), bytes.length]
  return places.slice(1).map((place, at) => bytes.subarray(places[at], place))
}

describe.each(Object.entries(openers))('a stream by %s', (_name, open) => {
  const parts = [': ping\n\n', role, text('汉字🎉'), frame('x'.repeat(1_048_576)), stop, done].join('')

  test.each<[what: string, text: string]>([
    ['line feeds', parts],
    ['carriage returns and line feeds', parts.replaceAll('\n', '\r\n')],
    ['carriage returns alone', parts.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${parts}`],
  ])('is the same, byte for byte, with %s, wherever it is cut', async (_what, whole) => {
    const bytes = Buffer.from(whole)
    const inCharacter = bytes.indexOf(Buffer.from('汉')) + 1
    const cuts = [1, inCharacter, inCharacter + 1, bytes.indexOf('🎉') + 2, bytes.indexOf(':') + 1, bytes.length - 3]
    const { chat, received } = await startStreams({ steps: cutAt(bytes, cuts) })
    const got = await drain(await open(chat))
    expect(got.error).toBeUndefined()
    expect(got.bytes.equals(bytes)).toBe(true)
    expect(received).toHaveLength(1)
  })

  test('is that of one attempt, for any frames, cuts and failures, and nothing is sent after its first content', async () => {
    const silent = fc.constantFrom(role, ': ping\n\n', frame({ choices: [], usage: { prompt_tokens: 1 } }))
    const content = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc.constant('x'.repeat(9_000)),
    )
    const end = fc.constantFrom<readonly Step[]>(
      [stop, done],
      [done],
      [],
      [reset],
      [errorFrame('429001')],
      [errorFrame('500001'), done],
      [errorFrame('401002')],
      [delta({}, 'content_filter')],
      ['data: {"not":'],
    )
    const script: fc.Arbitrary<Played> = fc.record({
      before: fc.array(silent, { maxLength: 2 }),
      contents: fc.array(content, { maxLength: 3 }),
      end,
      cuts: fc.array(fc.nat(), { maxLength: 4 }),
      hasMark: fc.boolean(),
      hasReturns: fc.boolean(),
    })
    const run = async (scripts: readonly Played[]) => {
      const played = scripts.map(({ before, contents, end: last, cuts, hasMark, hasReturns }, at) => {
        // Each attempt has contents of its own, so that a mixture would show.
        const frames = [...before, ...contents.map((one) => text(`${at} ${one}`)), ...last]
        const joined = frames.filter((one) => typeof one === 'string').join('')
        const whole = `${hasMark ? '\uFEFF' : ''}${hasReturns ? joined.replaceAll('\n', '\r\n') : joined}`
        const bytes = Buffer.from(whole)
        const steps = [
          ...(bytes.length > 0 ? cutAt(bytes, cuts) : []),
          ...last.filter((one) => typeof one !== 'string'),
        ]
        // What came right before a reset may not have reached the client, and then it was no content.
        return { bytes, steps, hasContent: contents.length > 0 && !last.includes(reset) }
      })
      const server = await startStreams(...played)
      const first = played.findIndex(({ hasContent }) => hasContent)
      try {
        const stream = await open(server.chat)
        const sent = server.received.length
        const { bytes, error } = await drain(stream)
        expect(server.received).toHaveLength(sent)
        const source = played[Math.min(sent, played.length) - 1]?.bytes ?? Buffer.alloc(0)
        expect(source.subarray(0, bytes.length).equals(bytes)).toBe(true)
        if (error === undefined) expect(bytes).toHaveLength(source.length)
        else expect(isTencentCloudError(error)).toBe(true)
      } catch (error) {
        if (!isTencentCloudError(error)) throw error
      }
      if (first >= 0) expect(server.received.length).toBeLessThanOrEqual(first + 1)
      await server.close()
    }
    await fc.assert(fc.asyncProperty(fc.array(script, { minLength: 1, maxLength: 3 }), run), { numRuns: 40 })
  })
})
