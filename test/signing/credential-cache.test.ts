import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { CredentialCache, type Credentials, CredentialsError } from '../../src/signing/index.ts'

const start = 1_700_000_000_000
const hour = 3_600_000
const margin = 30_000

/** A provider of numbered credentials, which expire an hour after they are fetched. */
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

  test('gives a promise, whether the credentials are cached or not', async () => {
    const { cache } = setUp()
    for (const got of [cache.get(), cache.get(), new CredentialCache({ secretId: 'AKID1', secretKey: 'key' }).get()]) {
      expect(got).toBeInstanceOf(Promise)
      expect(await got).toMatchObject({ secretId: 'AKID1' })
    }
  })

  test.each<[string, () => Credentials | Promise<Credentials>]>([
    ['rejects', () => Promise.reject(new Error('metadata is down'))],
    [
      'throws',
      () => {
        throw new Error('metadata is down')
      },
    ],
  ])('does not cache the failure of a provider that %s', async (_how, fail) => {
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
  ])('if the provider fails %d ms after the credentials were due for renewal, gives %s', async (elapsed, expected) => {
    const { clock, provider, cache } = setUp()
    await cache.get()
    clock.now += hour - margin + elapsed
    provider.mockRejectedValueOnce(new Error('metadata is down'))
    const got = await cache.get().catch(() => undefined)
    expect(got?.secretId).toBe(expected)
    expect((await cache.get()).secretId).toBe('AKID2')
  })

  test('calls a provider again after a minute without an answer; a late answer does not replace the newer one', async () => {
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

  test('waits for a provider for a minute at most, and asks it again then', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { clock, provider, cache } = setUp()
    provider.mockImplementationOnce(() => new Promise(() => {}))
    const hanging = expect(cache.get()).rejects.toThrow(
      new CredentialsError('credentials', 'credentials: the provider has not answered for 60 s'),
    )
    clock.now += 60_000
    await vi.advanceTimersByTimeAsync(60_000)
    await hanging
    expect((await cache.get()).secretId).toBe('AKID1')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('does not cache malformed credentials', async () => {
    const provider = vi.fn(() => ({ secretId: 'AKID', secretKey: '' }))
    const cache = new CredentialCache(provider)
    await expect(cache.get()).rejects.toThrow(CredentialsError)
    provider.mockReturnValue({ secretId: 'AKID', secretKey: 'key' })
    expect(await cache.get()).toEqual({ secretId: 'AKID', secretKey: 'key' })
  })

  test('gives a copy of an object, so that later changes of the original have no effect', async () => {
    const original = { secretId: 'AKID', secretKey: 'key' }
    const cache = new CredentialCache(original)
    original.secretKey = 'changed'
    expect(await cache.get()).toEqual({ secretId: 'AKID', secretKey: 'key' })
  })

  test('gives an object even if it has expired: the server decides', async () => {
    const expired = { secretId: 'AKID', secretKey: 'key', token: 'token', expiresAt: start }
    expect(await new CredentialCache(expired, () => start + hour).get()).toEqual(expired)
  })
})

describe('refresh', () => {
  test('calls the provider once for concurrent callers', async () => {
    const { provider, cache } = setUp()
    const stale = await cache.get()
    const all = await Promise.all(Array.from({ length: 20 }, () => cache.refresh(stale)))
    expect(new Set(all.map(({ secretId }) => secretId))).toEqual(new Set(['AKID2']))
    expect(provider).toHaveBeenCalledTimes(2)
  })

  test('gives the replacement to a later caller, without another call of the provider', async () => {
    const { provider, cache } = setUp()
    const stale = await cache.get()
    await cache.refresh(stale)
    expect((await cache.refresh(stale)).secretId).toBe('AKID2')
    expect(provider).toHaveBeenCalledTimes(2)
  })

  test('compares the refused credentials by value', async () => {
    const { cache } = setUp()
    expect((await cache.refresh({ ...(await cache.get()) })).secretId).toBe('AKID2')
  })

  test('keeps the old credentials if the provider fails', async () => {
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
