import type { AuthenticationProblem } from './authenticate.ts'
import type { Fault } from './fault.ts'
import type { OutcomeWord } from './log.ts'
import type { Dialect } from './read-request.ts'
import { authenticationRejection } from './rejections.ts'

/** The fault that a request meets, and the word for it in the log. */
export interface Verdict {
  readonly word: OutcomeWord
  readonly fault: Fault
}

export const toVerdict = (word: OutcomeWord, fault: Fault | undefined): Verdict | undefined => fault && { word, fault }

export const refuseProblem = (dialect: Dialect, problem: AuthenticationProblem | undefined): Verdict | undefined =>
  toVerdict('unauthenticated', problem && authenticationRejection(dialect, problem))

/** Verdicts after which the signature counts as not verified. */
export const unverified: ReadonlySet<OutcomeWord | undefined> = new Set(['unauthenticated', 'expired'] as const)
