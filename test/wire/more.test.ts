import { describe, expect, test } from 'vitest'
import { hostsAndBodies, noEnvelopes, statuses } from './more-cases.ts'
import { callByAxios, callByFetch, checkEnding, type WireCase, withoutRetries } from './wire-case.ts'

const named = (cases: readonly WireCase[]) => cases.map((given, at) => [`${at}: ${given.id}`, given] as const)

describe.each([
  ['an answer that is none', noEnvelopes],
  ['a status beside a code that no list has', statuses],
  ['the hosts and formats of single products', hostsAndBodies],
])('%s', (_, cases) => {
  test.each(named(cases))('%s, through axios', async (_id, given) => {
    checkEnding(await callByAxios(given), given.expect)
  })

  test.each(named(cases))('%s, through fetch', async (_id, given) => {
    const { plain, ...expected } = given.expect
    const ended = await callByFetch(given)
    // A fetch resolves for any status.
    if (plain) expect(ended.error).toBeUndefined()
    else checkEnding(ended, expected)
  })

  test.each(named(cases.filter((given) => given.expect.retried)))('%s, is that failure', async (_id, given) => {
    const single = withoutRetries(given)
    checkEnding(await callByAxios(single), single.expect)
  })
})
