import { expect, onTestFinished, test, vi } from 'vitest'
import { AttemptFailed, retryAfterFailure } from '../../src/retry/loop.ts'

/** Runs the loop over what attempts end with, the first of them being the failure that it starts from. */
async function run(ends: readonly (string | Error)[], proceeds: (failure: string, number: number) => boolean) {
  const attempts: number[] = []
  const asked: [string, number][] = []
  const attempt = async (number: number): Promise<string> => {
    attempts.push(number)
    const end = ends[number - 1]
    if (end instanceof Error) throw end
    if (end === undefined) throw new AttemptFailed(`failure ${number}`)
    return end
  }
  const outcome = await retryAfterFailure<string, string>('failure 1', {
    attempt,
    proceed: async (failure, number) => {
      asked.push([failure, number])
      return proceeds(failure, number)
    },
  }).catch((error: unknown) => error)
  return { outcome, attempts, asked }
}

test('the first attempt is not sent again by the loop: it begins with the question whether to go on', async () => {
  const { outcome, attempts, asked } = await run([], () => false)
  expect(outcome).toBeInstanceOf(AttemptFailed)
  expect(outcome).toMatchObject({ failure: 'failure 1', message: 'attempt failed' })
  expect({ attempts, asked }).toEqual({ attempts: [], asked: [['failure 1', 1]] })
})

test('each failure is asked about once, with the number of its attempt, until one succeeds', async () => {
  const ends = new Array<string>(13)
  ends[12] = 'done'
  const { outcome, attempts, asked } = await run(ends, () => true)
  expect(outcome).toBe('done')
  // p-retry would stop after ten by itself.
  expect(attempts).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  expect(asked).toEqual(attempts.map((number) => [`failure ${number - 1}`, number - 1]))
})

test('the loop ends with the failure after which it is given up', async () => {
  const { outcome, attempts } = await run([], (_failure, number) => number < 3)
  expect(outcome).toMatchObject({ failure: 'failure 3' })
  expect(attempts).toEqual([2, 3])
})

test.each([
  ['an Error', new Error('a bug of an adapter')],
  // p-retry takes a TypeError for a bug unless its message is that of a failed fetch, which it would repeat.
  ["a TypeError as fetch's", new TypeError('fetch failed')],
  ['an AbortError', Object.assign(new Error('gone'), { name: 'AbortError' })],
])('%s that is no failed attempt ends the loop at once, and is thrown as it is', async (_name, thrown) => {
  const { outcome, attempts, asked } = await run(['', thrown], () => true)
  expect(outcome).toBe(thrown)
  expect({ attempts, asked }).toEqual({ attempts: [2], asked: [['failure 1', 1]] })
})

test.each([[undefined], ['a text'], [{ some: 'object' }]])(
  'what is thrown and is no Error (%j) comes out as it is',
  async (thrown) => {
    const looped = retryAfterFailure('failure', { attempt: () => Promise.reject(thrown), proceed: async () => true })
    await expect(looped.catch((error: unknown) => ({ caught: error }))).resolves.toEqual({ caught: thrown })
  },
)

test('what is thrown by the question whether to go on ends the loop, and is thrown as it is', async () => {
  const thrown = new Error('aborted while it waited')
  const looped = retryAfterFailure('failure', {
    attempt: async () => 'never',
    proceed: () => Promise.reject(thrown),
  })
  await expect(looped).rejects.toBe(thrown)
})

test('the loop adds no wait of its own', async () => {
  // p-retry would wait a second before the first retry, and twice as long before each further one.
  const timers = vi.spyOn(globalThis, 'setTimeout')
  onTestFinished(() => timers.mockRestore())
  await run([], (_failure, number) => number < 20)
  expect(timers).not.toHaveBeenCalled()
})
