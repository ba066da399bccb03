import { PassThrough, Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isReplayable } from '../../src/request/index.ts'

async function* asyncChunks() {
  yield 'a'
}
function* chunks() {
  yield 'a'
}
function formWithFile(): FormData {
  const form = new FormData()
  form.append('name', 'value')
  form.append('file', new File(['content'], 'a.txt'))
  return form
}
/** An object like those of the npm package form-data: its tag is FormData, but it is a stream. */
class StreamingForm {
  get [Symbol.toStringTag]() {
    return 'FormData'
  }
  append() {}
  pipe() {}
}
class Dto {
  Name = 'a'
}
function nested(levels: number, leaf: unknown): unknown {
  return levels === 0 ? leaf : { child: nested(levels - 1, leaf) }
}

describe('a body that can be sent again', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'Action=ListKey'],
    ['a number', 7],
    ['a boolean', false],
    ['a plain object', { a: { b: [1, 2, { c: null }] } }],
    ['a list', [1, 'a']],
    ['an instance of a class', new Dto()],
    ['a Date', new Date(0)],
    ['a Map', new Map([['a', 1]])],
    ['URLSearchParams', new URLSearchParams('a=1')],
    ['an ArrayBuffer', new ArrayBuffer(8)],
    ['a typed array', new Float64Array(2)],
    ['a DataView', new DataView(new ArrayBuffer(1))],
    ['a Buffer', Buffer.from('abc')],
    ['a Blob', new Blob(['abc'])],
    ['a File', new File(['abc'], 'a.txt')],
    ['FormData', formWithFile()],
    ['an object with bytes and files', { bytes: Buffer.alloc(5_000), file: new Blob(['a']), form: formWithFile() }],
    [
      'an object that holds itself',
      (() => {
        const self: Record<string, unknown> = {}
        self.self = self
        return self
      })(),
    ],
  ])('is %s', (_name, data) => {
    expect(isReplayable(data)).toBe(true)
  })
})

describe('a body that can be sent only once', () => {
  it.each<[string, unknown]>([
    ['a Readable', Readable.from(['a'])],
    ['a PassThrough', new PassThrough()],
    ['a ReadableStream', new ReadableStream()],
    ['an async generator', asyncChunks()],
    ['an async iterable', { [Symbol.asyncIterator]: asyncChunks }],
    ['a generator', chunks()],
    ['a form of the form-data package', new StreamingForm()],
    ['the body of a fetch Response', new Response('a')],
    ['the body of a fetch Request', new Request('https://example.com', { method: 'POST', body: 'a' })],
    ['an object with a stream', { name: 'a', file: new PassThrough() }],
    ['a list with a stream', [new ReadableStream()]],
    ['a stream some levels down', nested(3, Readable.from(['a']))],
    ['a function', () => 'a'],
    ['a symbol', Symbol('a')],
  ])('is %s', (_name, data) => {
    expect(isReplayable(data)).toBe(false)
  })

  it('is assumed if reading the body throws', () => {
    expect(
      isReplayable({
        get file() {
          throw new Error('no')
        },
      }),
    ).toBe(false)
  })

  it('is searched within bounds: of a large object at most a thousand values are read', () => {
    let looks = 0
    const list = Array.from({ length: 5_000 }, () => ({}))
    const watched = new Proxy(list, {
      get: (target, key) => {
        looks++
        return Reflect.get(target, key)
      },
    })
    expect(isReplayable(watched)).toBe(true)
    expect(looks).toBeLessThan(1_100)
  })

  it('never causes an error', () => {
    fc.assert(
      fc.property(
        fc.anything({ withMap: true, withTypedArray: true }),
        (data) => typeof isReplayable(data) === 'boolean',
      ),
    )
    fc.assert(fc.property(fc.jsonValue(), (data) => isReplayable(data)))
  })
})
