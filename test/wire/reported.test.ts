import { describe, expect, test } from 'vitest'
import reported from './reported.json' with { type: 'json' }
import { callByAxios, callByFetch, checkEnding, type WireCase, withoutRetries } from './wire-case.ts'

const cases: readonly WireCase[] = reported.map(({ data, ...given }) => ({ ...given, data: data ?? undefined }))

describe('what people have reported of the wire', () => {
  test('is a table of 32 answers', () => {
    expect(cases).toHaveLength(32)
  })

  test.each(cases.map((given) => [given.id, given] as const))('%s, through axios', async (_, given) => {
    checkEnding(await callByAxios(given), given.expect)
  })

  test.each(cases.map((given) => [given.id, given] as const))('%s, through fetch', async (_, given) => {
    checkEnding(await callByFetch(given), given.expect)
  })

  // A failure that is tried again shows what it is only where retries are off.
  test.each(cases.filter((given) => given.expect.retried).map((given) => [given.id, given] as const))(
    '%s is the failure that it is said to be',
    async (_, given) => {
      const single = withoutRetries(given)
      checkEnding(await callByAxios(single), single.expect)
    },
  )
})
