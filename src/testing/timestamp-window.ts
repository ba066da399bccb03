import type { LoggedRequest } from './log.ts'

// The common error lists let a Timestamp be 5 minutes off (4500, InvalidRequest.ReplayAttack), that of the legacy
// account API 2 hours, and it alone has a code of its own for that, 4200.

export const defaultToleranceSeconds = 300
const accountToleranceSeconds = 7_200

type Call = Pick<LoggedRequest, 'dialect' | 'service'>

/** Whether the legacy API of this service answers an old Timestamp with 4200, and not with the 4500 of all others. */
export const hasExpiredCode = ({ dialect, service }: Call): boolean => dialect === 'legacy' && service === 'account'

/** How far from the server's time a Timestamp may be, as documented. */
export const documentedTolerance = (call: Call): number =>
  hasExpiredCode(call) ? accountToleranceSeconds : defaultToleranceSeconds
