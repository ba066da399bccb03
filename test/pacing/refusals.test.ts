import { describe, expect, test } from 'vitest'
import { bySignal } from '../support/cancellations.ts'
import { confirmed, stage } from './stage.ts'

describe('many calls that are too late at once', () => {
  /** At a limit of 10/s, with more than 150 calls that wait 30 s at most; a Retry-After of a minute shows that all are too late. */
  const tooLate = async () => {
    const staged = stage({ limit: { qps: 10 } })
    staged.call()
    const controller = new AbortController()
    const ended: string[] = []
    const enter = (name: string, cancellation = bySignal(new AbortController().signal)) => {
      void Promise.resolve(staged.pacer.enter('key', { withinMs: 30_000, cancellation })).then(
        () => ended.push(`${name} sent`),
        ({ reason, message }) => ended.push(`${name} ${reason ?? message}`),
      )
    }
    for (let number = 0; number < 199; number++) enter(String(number))
    enter('aborted', bySignal(controller.signal))
    await staged.until(0)
    ended.length = 0
    const late = staged.pacer.waiting
    staged.last().end('throttled', 60_000)
    return { ...staged, ended, controller, late }
  }

  test('are refused in their order, a few at once, and the others in slices between which other work is done', async () => {
    const { ended, until, elapsed, pacer, late } = await tooLate()
    expect(pacer.waiting).toBe(0)
    await until(0)
    expect(ended).toHaveLength(50)
    const counts: number[] = []
    while (ended.length < late && elapsed() < 100) {
      await until(elapsed() + 1)
      counts.push(ended.length)
    }
    expect(counts.filter((count) => count < late).length).toBeGreaterThanOrEqual(2)
    const names = Array.from({ length: late - 1 }, (_, at) => `${200 - late + at} deadline`)
    expect(ended).toEqual([...names, 'aborted deadline'])
  })

  test('can still be aborted before their slice, and end once', async () => {
    const { ended, until, controller, late } = await tooLate()
    controller.abort(new Error('enough'))
    await until(100)
    expect(ended).toHaveLength(late)
    expect(ended.filter((end) => end.startsWith('aborted'))).toEqual(['aborted enough'])
  })

  test('get no turn any more, though one that comes now has it', async () => {
    const { calls, call, sent, refused, until, pacer } = await confirmed()
    const before = sent.length
    calls(100, { withinMs: 1 })
    call({ withinMs: 60_000 })
    await until(5_000)
    expect({ sent: sent.length - before, refused: refused.length, waiting: pacer.waiting }).toEqual({
      sent: 1,
      refused: 100,
      waiting: 0,
    })
  })
})
