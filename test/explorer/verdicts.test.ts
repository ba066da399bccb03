import { describe, expect, it } from 'vitest'
import { type KnownFailure, listSituations, listSteps } from '../../explorer/decision/verdicts.ts'

const listed = (retry: KnownFailure['retry']): KnownFailure => ({ retry, documented: true })
const guessed = (retry: KnownFailure['retry']): KnownFailure => ({ retry, documented: false })

/** Which kinds of call are repeated: read, idempotent, overwriting, duplicating. */
const repeated = (failure: KnownFailure): readonly string[] =>
  listSituations(failure).map(({ verdicts }) =>
    verdicts.map(({ decision }) => (decision === 'retry' ? 'y' : 'n')).join(''),
  )

describe('the decision table of a code', () => {
  it.each([
    ['throttle', listed('throttle'), ['yyyy']],
    ['throttle, guessed', guessed('throttle'), ['yyyn']],
    ['busy', listed('busy'), ['yyyy']],
    ['busy, guessed', guessed('busy'), ['yyyn']],
    ['re-sign, explained and in doubt', listed('re-sign'), ['yyyy', 'yyyn']],
    ['clock', listed('clock'), ['yyyy']],
    ['an internal fault', listed('transient'), ['yyyn']],
    ['a lost answer', { ...listed('transient'), delivery: 'in-doubt', httpOnly: true }, ['yynn']],
    ['never sent', { ...listed('transient'), delivery: 'not-sent', httpOnly: true }, ['yyyy']],
    ['never', listed('never'), ['nnnn']],
  ] as const)('%s', (_, failure, rows) => {
    expect(repeated(failure)).toEqual(rows)
  })

  it('gives the least and the longest wait of the backoff', () => {
    expect(listSituations(listed('transient'))[0]?.verdicts[0]?.waitMs).toEqual([10, 100])
  })

  it('says that a throttled call takes its turn', () => {
    const verdicts = [listed('throttle'), listed('transient')].map((failure) => listSituations(failure)[0]?.verdicts[0])
    expect(verdicts.map((verdict) => verdict?.waitsForTurn)).toEqual([true, false])
  })
})

describe('the steps of a call that keeps failing', () => {
  it('end after the attempts that the library allows', () => {
    const steps = listSteps(listed('transient'), 'read')
    expect(steps.map(({ ending }) => ending)).toEqual([undefined, undefined, undefined, 'max-attempts'])
  })

  it('end at once where nothing is repeated', () => {
    expect(listSteps(listed('never'), 'read')).toEqual([{ attempt: 1, waitMs: [0, 0], ending: 'not-retryable' }])
  })

  it('obey the hints of a code', () => {
    const steps = listSteps({ ...listed('busy'), maxAttempts: 2, minDelayMs: 30_000 }, 'read')
    expect(steps).toEqual([
      { attempt: 1, waitMs: [30_000, 30_000], ending: undefined },
      { attempt: 2, waitMs: [0, 0], ending: 'max-attempts' },
    ])
  })
})
