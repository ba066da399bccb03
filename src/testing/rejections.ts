import type { Fault } from './faults.ts'
import { faults } from './faults.ts'
import type { Dialect } from './read-request.ts'

// The public codes are those of Tencent Cloud's common error lists; the module codes and texts are the fake's own.

export const replayRejection: Readonly<Record<Dialect, Fault>> = {
  legacy: faults.legacy(4500, '(14500)this nonce was used before', { codeDesc: 'ReplayAttack' }),
  api3: faults.api3('InvalidRequest.ReplayAttack', 'This nonce was used before.'),
}

export const expiredRejection: Readonly<Record<Dialect, Fault>> = {
  legacy: faults.legacy(4200, '(14200)the timestamp is too far from the time of the server', {
    codeDesc: 'RequestExpired',
  }),
  api3: faults.api3('AuthFailure.SignatureExpire', 'The timestamp is too far from the time of the server.'),
}
