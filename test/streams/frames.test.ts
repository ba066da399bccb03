import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameReader, type StreamEvent } from '../../src/streams/frames.ts'

const encode = (text: string) => new TextEncoder().encode(text)

function readAll(bytes: Uint8Array, cuts: readonly number[] = []): readonly StreamEvent[] {
  const reader = new FrameReader()
  const ends = [...new Set([...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort((a, b) => a - b)
  const chunks = ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end))
  return [...chunks.flatMap((chunk) => reader.read(chunk)), ...reader.end()]
}

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
])('lines that end with %s', (_, end) => {
  const text = ['event: error', 'data: {"a":1}', '', ': keep-alive', '', 'data:x', 'data: y', '', ''].join(end)
  expect(readAll(encode(text))).toEqual([
    { name: 'error', data: '{"a":1}' },
    { name: '', data: 'x\ny' },
  ])
})

test('a byte order mark, an id, a field without a colon and an unfinished last event', () => {
  expect(readAll(encode('\uFEFFdata: 你好\n\nid: 7\nretry\ndata: last'))).toEqual([
    { name: '', data: '你好' },
    { name: '', data: 'last' },
  ])
})

test('are the same however the bytes are cut', () => {
  const line = fc.oneof(
    fc.constantFrom('data: 汉字🎉', 'event: error', ': c', 'data', 'data:', 'id: 1', '', 'data: [DONE]'),
    fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
  )
  const end = fc.constantFrom('\n', '\r\n', '\r')
  const cuts = fc.array(fc.nat(200), { maxLength: 12 })
  fc.assert(
    fc.property(fc.array(fc.tuple(line, end), { maxLength: 20 }), cuts, (lines, at) => {
      const bytes = encode(lines.map(([text, ending]) => text + ending).join(''))
      const whole = readAll(bytes)
      expect(readAll(bytes, at)).toEqual(whole)
      expect(
        readAll(
          bytes,
          [...bytes].map((_, index) => index),
        ),
      ).toEqual(whole)
    }),
  )
})

test('an event of 1 MB in small chunks is whole, and one of more than 8 MB is not kept', () => {
  const data = 'ab'.repeat(524_288)
  const cuts = Array.from({ length: 1_024 }, (_, at) => at * 1_031)
  expect(readAll(encode(`data: ${data}\n\n`), cuts)).toEqual([{ name: '', data }])
  const reader = new FrameReader()
  for (let at = 0; at < 20; at++) reader.read(encode('x'.repeat(1_048_576)))
  expect(reader.read(encode('\n\ndata: after\n\n'))).toEqual([{ name: '', data: 'after' }])
})
