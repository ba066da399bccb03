import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isShortNonce,
  isSigned,
  type RequestShape,
  readSignatureMaterial,
  sameMaterial,
} from '../../src/request/index.ts'

describe('signature material', () => {
  it('is the Authorization header and the timestamp of a TC3 call', () => {
    const headers = { authorization: 'TC3-HMAC-SHA256 Credential=…', 'X-TC-Timestamp': 1_700_000_000 }
    expect(readSignatureMaterial({ headers })).toEqual({
      authorization: 'TC3-HMAC-SHA256 Credential=…',
      timestamp: '1700000000',
    })
  })

  it('is the signature, nonce and timestamp of a version 1 call, in every place', () => {
    const material = { signature: 'c2ln', nonce: '11886', timestamp: '1465185768' }
    const fields = { Signature: 'c2ln', Nonce: 11886, Timestamp: '1465185768' }
    expect(readSignatureMaterial({ params: fields })).toEqual(material)
    expect(readSignatureMaterial({ data: 'Signature=c2ln&Nonce=11886&Timestamp=1465185768' })).toEqual(material)
  })

  it('includes a nonce from its header', () => {
    expect(readSignatureMaterial({ headers: { 'x-tc-nonce': 'abc' } }).nonce).toBe('abc')
  })

  it.each<[RequestShape, boolean]>([
    [{ params: { Signature: 'c2ln' } }, true],
    [{ headers: { Authorization: 'TC3-HMAC-SHA256 Credential=…' } }, true],
    [{ headers: { Authorization: 'q-sign-algorithm=sha1&…' } }, true],
    [{ headers: { Authorization: 'Bearer sk-1' } }, false],
    [{ headers: { Authorization: 'basic dTpw' } }, false],
    [{ params: { Nonce: 1, Timestamp: 1 } }, false],
    [{}, false],
  ])('of %j is a signature: %s', (shape, signed) => {
    expect(isSigned(readSignatureMaterial(shape))).toBe(signed)
  })

  it('is the same only if all of its fields are the same', () => {
    const material = { authorization: 'a', signature: 'b', nonce: 'c', timestamp: 'd' }
    expect(sameMaterial(material, { ...material })).toBe(true)
    expect(sameMaterial({}, { nonce: undefined })).toBe(true)
    for (const name of ['authorization', 'signature', 'nonce', 'timestamp']) {
      expect(sameMaterial(material, { ...material, [name]: 'x' })).toBe(false)
    }
  })
})

describe('a nonce', () => {
  it.each([
    ['11886', true],
    ['65535', true],
    ['281474976710655', true],
    ['281474976710656', false],
    ['0000281474976710655', true],
    ['0000281474976710656', false],
    ['0', true],
    ['', true],
    ['99999999999999', true],
    ['9999999999999999999999', false],
    ['3f9a0c2b71d', true],
    ['3f9a0c2b71de', false],
    ['-1', true],
    ['c8d1c0c6-52b5-4d8e-9f7c-1f2b7d0c3a11', false],
  ])('%s is short: %s', (nonce, short) => {
    expect(isShortNonce(nonce)).toBe(short)
  })

  it('of decimal digits is short exactly below 2^48', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 60n }), (n) => isShortNonce(String(n)) === n < 2n ** 48n))
  })
})
