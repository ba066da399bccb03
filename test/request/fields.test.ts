import { AxiosHeaders } from 'axios'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFieldReader, type RequestShape } from '../../src/request/index.ts'

const formType = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' }
const bytes = (text: string) => new TextEncoder().encode(text)

function formData(fields: Record<string, string | Blob>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}

describe('a public parameter', () => {
  const places: [string, RequestShape][] = [
    ['an X-TC header', { headers: { 'X-TC-Action': 'ListKey' } }],
    ['a header in small letters', { headers: { 'x-tc-action': 'ListKey' } }],
    ['AxiosHeaders', { headers: new AxiosHeaders({ 'X-Tc-ACTION': 'ListKey' }) }],
    ['a header with several values', { headers: { 'X-TC-Action': ['ListKey', 'Other'] } }],
    ['params', { params: { Action: 'ListKey' } }],
    ['params without a prototype', { params: Object.assign(Object.create(null), { Action: 'ListKey' }) }],
    ['URLSearchParams as params', { params: new URLSearchParams('Action=ListKey&Action=Other') }],
    ['the query of the url', { url: '/v2/index.php?a=1&Action=ListKey#Action=Other' }],
    [
      'the query of an absolute url',
      { url: 'https://kms.api.qcloud.com/?Action=ListKey', baseURL: 'https://x.test?Action=Y' },
    ],
    ['the query of the baseURL', { baseURL: 'https://kms.api.qcloud.com/v2/index.php?Action=ListKey' }],
    ['a form as a string', { data: 'Action=ListKey', headers: formType }],
    ['a string without a content type', { data: 'Region=gz&Action=List%4Bey' }],
    ['a form as a Buffer', { data: Buffer.from('Action=ListKey'), headers: formType }],
    ['a form as an ArrayBuffer', { data: bytes('Action=ListKey').slice().buffer, headers: formType }],
    ['a form as a view', { data: bytes('xAction=ListKey').subarray(1), headers: formType }],
    ['URLSearchParams as data', { data: new URLSearchParams({ Action: 'ListKey' }) }],
    ['FormData', { data: formData({ Action: 'ListKey' }) }],
    ['an object as data', { data: { Action: 'ListKey' } }],
    ['a list', { params: { Action: ['ListKey', 'Other'] } }],
  ]

  it.each(places)('is found in %s', (_place, shape) => {
    expect(createFieldReader(shape)('Action')).toBe('ListKey')
    expect(createFieldReader(shape)('Version')).toBeUndefined()
  })

  it.each([
    ['nothing', {}],
    ['an empty value', { params: { Action: '' } }],
    ['a nested value', { data: { Common: { Action: 'ListKey' } } }],
    ['a value that is no text', { params: { Action: { toString: () => 'ListKey' } } }],
    ['a file of a form', { data: formData({ Action: new Blob(['ListKey']) }) }],
    ['bytes that nobody calls a form', { data: Buffer.from('Action=ListKey') }],
    ['text of another type', { data: 'Action=ListKey', headers: { 'content-type': 'text/plain' } }],
    ['a JSON text, where it belongs to the action', { data: '{"Action":"ListKey"}' }],
    ['a prototype', { params: Object.create({ Action: 'ListKey' }) }],
    ['the fragment', { url: '/#?Action=ListKey' }],
    ['another letter case of params', { params: { action: 'ListKey' } }],
  ])('is not taken from %s', (_place, shape) => {
    expect(createFieldReader(shape)('Action')).toBeUndefined()
  })

  it('may be a number', () => {
    const field = createFieldReader({ params: { Nonce: 0, Timestamp: 1_700_000_000, Bad: Number.NaN } })
    expect([field('Nonce'), field('Timestamp'), field('Bad')]).toEqual(['0', '1700000000', undefined])
  })

  it('is searched in the header, then in params, the URL and the body', () => {
    const shape = {
      headers: { 'X-TC-Region': 'header' },
      params: { Region: 'params', Version: 'params' },
      url: '/?Region=url&Version=url&Nonce=url',
      data: { Region: 'body', Version: 'body', Nonce: 'body', Token: 'body' },
    }
    const field = createFieldReader(shape)
    expect(['Region', 'Version', 'Nonce', 'Token'].map(field)).toEqual(['header', 'params', 'url', 'body'])
  })

  it('is not a field of the same name in the body of an API 3.0 call', () => {
    const field = createFieldReader({
      headers: { 'X-TC-Action': 'CreateRule' },
      data: { Action: 'ACCEPT', Region: 'of the rule', ClientToken: 'token' },
    })
    expect(['Action', 'Region', 'ClientToken'].map(field)).toEqual(['CreateRule', undefined, 'token'])
  })

  it('may be the ClientToken of a JSON text, at the top level only', () => {
    expect(createFieldReader({ data: ' {"ClientToken":"abc"}' })('ClientToken')).toBe('abc')
    expect(createFieldReader({ data: '{"A":{"ClientToken":"abc"}}' })('ClientToken')).toBeUndefined()
    expect(createFieldReader({ data: '{"ClientToken":"abc"' })('ClientToken')).toBeUndefined()
  })

  it('is not searched in a body of more than one megabyte', () => {
    const filler = 'x'.repeat(1_048_576)
    expect(createFieldReader({ data: `{"ClientToken":"abc","a":"${filler}"}` })('ClientToken')).toBeUndefined()
    expect(createFieldReader({ data: `Action=ListKey&a=${filler}` })('Action')).toBeUndefined()
    expect(
      createFieldReader({ data: Buffer.from(`Action=ListKey&a=${filler}`), headers: formType })('Action'),
    ).toBeUndefined()
  })

  it('is read on demand: creating a reader does not read the request', () => {
    let reads = 0
    const params = {
      get Action() {
        return `ListKey${++reads}`
      },
    }
    const field = createFieldReader({ params })
    expect(reads).toBe(0)
    expect(field('Action')).toBe('ListKey1')
  })

  it('is found although a getter in another place throws', () => {
    const params = {
      get Action(): string {
        throw new Error('no')
      },
    }
    expect(createFieldReader({ params, url: '/?Action=ListKey' })('Action')).toBe('ListKey')
  })

  it('never causes an error, whatever the request contains', () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withTypedArray: true, withMap: true })
    fc.assert(
      fc.property(anything, anything, anything, fc.string(), fc.string(), (headers, params, data, url, name) => {
        const shape = { headers: Object(headers) as object, params, data, url }
        for (const field of ['Action', 'ClientToken', name, '__proto__', 'constructor']) {
          expect(['string', 'undefined']).toContain(typeof createFieldReader(shape)(field))
        }
      }),
    )
    fc.assert(fc.property(fc.json(), (data) => typeof createFieldReader({ data })('ClientToken') !== 'object'))
  })
})
