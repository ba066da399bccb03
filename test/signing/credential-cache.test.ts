import { describe, expect, test, vi } from 'vitest'
import { CredentialCache, type Credentials, CredentialsError } from '../../src/signing/index.ts'

const start = 1_700_000_000_000
const hour = 3_600_000
const margin = 30_000

/** Numbered credentials, each lasting an hour from its fetching. */
function numbered(clock: { now: number }) {
  let calls = 0
  return vi.fn(async (): Promise<Credentials> => {
    calls += 1
    return { secretId: `AKID${calls}`, secretKey: 'key', token: 'token', expiresAt: clock.now + hour }
  })
}

function setUp() {
  const clock = { now: start }
  const provider = numbered(clock)
  return { clock, provider, cache: new CredentialCache(provider, () => clock.now) }
}

describe('get', () => {
  test('calls the provider once for many concurrent calls, and not before the first', async () => {
    const { provider, cache } = setUp()
    expect(provider).not.toHaveBeenCalled()
    const all = await Promise.all(Array.from({ length: 50 }, () => cache.get()))
    expect(new Set(all.map(({ secretId }) => secretId))).toEqual(new Set(['AKID1']))
    expect(provider).toHaveBeenCalledOnce()
  })

  test.each([
    [hour - margin - 1, 'AKID1'],
    [hour - margin, 'AKID2'],
  ])('after %d ms of an hour gives %s', async (elapsed, expected) => {
    const { clock, cache } = setUp()
    await cache.get()
    clock.now += elapsed
    expect((await cache.get()).secretId).toBe(expected)
  })

  test('keeps credentials that do not expire', async () => {
    const provider = vi.fn(() => ({ secretId: 'AKID', secretKey: 'key' }))
    const cache = new CredentialCache(provider, () => Number.MAX_SAFE_INTEGER)
    await cache.get()
    await cache.get()
    expect(provider).toHaveBeenCalledOnce()
  })

  test('is at hand at once while the credentials last', async () => {
    const { cache } = setUp()
    await cache.get()
    expect(cache.get()).toMatchObject({ secretId: 'AKID1' })
  })

  test.each<[string, () => Credentials | Promise<Credentials>]>([
    ['rejects', () => Promise.reject(new Error('metadata is down'))],
    [
      'throws',
      () => {
        throw new Error('metadata is down')
      },
    ],
  ])('never keeps a failure of a provider that %s', async (_how, fail) => {
    const provider = vi.fn(fail)
    const cache = new CredentialCache(provider)
    const both = await Promise.allSettled([cache.get(), cache.get()])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(provider).toHaveBeenCalledOnce()
    provider.mockImplementation(() => ({ secretId: 'AKID', secretKey: 'key' }))
    expect(await cache.get()).toEqual({ secretId: 'AKID', secretKey: 'key' })
  })

  test.each([
    [0, 'AKID1'],
    [margin - 1, 'AKID1'],
    [margin, undefined],
  ])('of a provider that fails %d ms after it was first asked for others gives %s', async (elapsed, expected) => {
    const { clock, provider, cache } = setUp()
    await cache.get()
    clock.now += hour - margin + elapsed
    provider.mockRejectedValueOnce(new Error('metadata is down'))
    const got = await Promise.resolve(cache.get()).catch(() => undefined)
    expect(got?.secretId).toBe(expected)
    expect((await cache.get()).secretId).toBe('AKID2')
  })

  test('asks a provider that hangs again after a minute; what it gives then outranks a late answer', async () => {
    const { clock, provider, cache } = setUp()
    let answer = (_credentials: Credentials): void => {}
    provider.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)))
    const first = cache.get()
    clock.now += 59_999
    const second = cache.get()
    clock.now += 1
    expect((await cache.get()).secretId).toBe('AKID1')
    expect(provider).toHaveBeenCalledTimes(2)
    answer({ secretId: 'AKIDlate', secretKey: 'key' })
    expect(await Promise.all([first, second])).toMatchObject([{ secretId: 'AKIDlate' }, { secretId: 'AKIDlate' }])
    expect((await cache.get()).secretId).toBe('AKID1')
  })

  test('never keeps malformed credentials', async () => {
    const provider = vi.fn(() => ({ secretId: 'AKID', secretKey: '' }))
    const cache = new CredentialCache(provider)
    await expect(cache.get()).rejects.toThrow(CredentialsError)
    provider.mockReturnValue({ secretId: 'AKID', secretKey: 'key' })
    expect(await cache.get()).toEqual({ secretId: 'AKID', secretKey: 'key' })
  })

  test('gives a copy of an object, whatever becomes of the original', async () => {
    const original = { secretId: 'AKID', secretKey: 'key' }
    const cache = new CredentialCache(original)
    original.secretKey = 'changed'
    expect(await cache.get()).toEqual({ secretId: 'AKID', secretKey: 'key' })
  })

  test('gives an object that has expired all the same: the server decides', async () => {
    const expired = { secretId: 'AKID', secretKey: 'key', token: 'token', expiresAt: start }
    expect(await new CredentialCache(expired, () => start + hour).get()).toEqual(expired)
  })
})

describe('refresh', () => {
  test('asks once for all whose credentials were refused', async () => {
    const { provider, cache } = setUp()
    const stale = await cache.get()
    const all = await Promise.all(Array.from({ length: 20 }, () => cache.refresh(stale)))
    expect(new Set(all.map(({ secretId }) => secretId))).toEqual(new Set(['AKID2']))
    expect(provider).toHaveBeenCalledTimes(2)
  })

  test('gives a latecomer what has replaced its credentials, without asking again', async () => {
    const { provider, cache } = setUp()
    const stale = await cache.get()
    await cache.refresh(stale)
    expect((await cache.refresh(stale)).secretId).toBe('AKID2')
    expect(provider).toHaveBeenCalledTimes(2)
  })

  test('knows the refused credentials by their values', async () => {
    const { cache } = setUp()
    expect((await cache.refresh({ ...(await cache.get()) })).secretId).toBe('AKID2')
  })

  test('leaves the old credentials in place when the provider fails', async () => {
    const { provider, cache } = setUp()
    const stale = await cache.get()
    provider.mockRejectedValueOnce(new Error('metadata is down'))
    await expect(cache.refresh(stale)).rejects.toThrow('metadata is down')
    expect(await cache.get()).toEqual(stale)
  })

  test('of an object resolves to the same credentials', async () => {
    const fixed = { secretId: 'AKID', secretKey: 'key' }
    expect(await new CredentialCache(fixed).refresh(fixed)).toEqual(fixed)
  })
})
