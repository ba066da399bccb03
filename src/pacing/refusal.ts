/**
 * Why a call was not let through: its turn could not come before its deadline, or too many calls wait already.
 */
export type RefusalReason = 'deadline' | 'queue-full'

/** Rejects a call's turn; the call was not sent. */
export class PacingRefusal extends Error {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason) {
    super(reason === 'deadline' ? 'the turn of this call cannot come before its deadline' : 'too many calls wait')
    this.name = 'PacingRefusal'
    this.reason = reason
  }
}
