// Longer than 300 lines since it is one table, in which the order of the rules matters.
import type { Disposition, ErrorClassName } from './entry.ts'
import type { PrefixGroup } from './prefix-groups.ts'

/** A class and a disposition for names that contain certain words. */
export interface WordRule {
  /** The groups of prefixes that the rule applies to. */
  readonly under: readonly PrefixGroup[]
  /**
   * Phrases, one is enough: consecutive words such as `too often`. `^` requires them at the start of the part
   * after the prefix, `$` at its end; without a prefix, of the whole code.
   */
  readonly words: readonly string[]
  /** Default: the class of the prefix. */
  readonly class?: ErrorClassName
  /** Default: the disposition of the prefix. */
  readonly retry?: Disposition
}

const anywhere: readonly PrefixGroup[] = ['caller', 'cause', 'vague', 'internal', 'none']
const notTheCaller: readonly PrefixGroup[] = ['cause', 'vague', 'internal', 'none']
const open: readonly PrefixGroup[] = ['vague', 'internal', 'none']

/**
 * The first rule that matches decides. The phrases were chosen by hand from the names and official comments of three
 * quarters of the products; `npm run validate:rules` measures how well they do on the remaining products.
 */
export const wordRules: readonly WordRule[] = [
  // Money comes first: a service that is isolated for arrears asks for payment, whatever else its name says.
  {
    under: notTheCaller,
    words: [
      'insufficient balance',
      'insufficient account balance',
      'balance insufficient',
      'balance not enough',
      'no balance',
      'low balance',
      'not enough money',
      'not enough balance',
      'insufficient fund',
      'insufficient funds',
      'fund insufficient',
      'funds insufficient',
      'lack of balance',
      'out of credit',
    ],
    class: 'InsufficientBalanceError',
    retry: 'never',
  },
  { under: ['cause'], words: ['^balance$'], class: 'InsufficientBalanceError', retry: 'never' },
  {
    under: ['caller', ...notTheCaller],
    words: ['arrears', 'arrear', 'arrearage', 'owed', 'overdue', 'owe fee'],
    class: 'AccountArrearsError',
    retry: 'never',
  },

  // Limits per hour, day or month last longer than a program can wait.
  {
    under: ['cause'],
    words: ['daily', 'day', 'days', 'hour', 'hourly', 'hours', 'month', 'monthly'],
    retry: 'never',
  },
  {
    under: ['vague', 'none'],
    words: ['daily', 'per day', 'day limit', 'hourly', 'per hour', 'hour limit', 'monthly', 'per month', 'month limit'],
    class: 'QuotaExceededError',
    retry: 'never',
  },

  // Too many calls in a short time.
  {
    under: anywhere,
    words: [
      'too frequent',
      'too frequently',
      'too often',
      'too quickly',
      'too quick',
      'too fast',
      'frequent request',
      'frequent requests',
      'frequent operation',
      'freq ctrl',
      'freq control',
      'freq limit',
      'freq limited',
      'frequency limit',
      'frequency limited',
      'frequency control',
      'frequency exceeded',
      'over frequency',
      'over freq',
      'rate limit exceeded',
      'rate limited',
      'request limit$',
      'request limit exceeded$',
      'request rate',
      'qps limit',
      'qps exceed',
      'qps exceeded',
      'qps over',
      'qps overflow',
      'over qps',
      'too many request$',
      'too many requests',
      'throttle',
      'throttled',
      'throttling',
      'flow control',
      'slow down',
      'request concurrency',
      'concurrent request',
      'concurrent requests',
    ],
    class: 'ThrottlingError',
    retry: 'throttle',
  },
  { under: ['cause'], words: ['rate limit$'], class: 'ThrottlingError', retry: 'throttle' },

  // The service is overloaded, or another operation is running.
  {
    under: ['cause', 'vague', 'none'],
    words: ['server busy', 'service busy', 'system busy', 'overload', 'overloaded', 'over load'],
    class: 'ServiceUnavailableError',
    retry: 'busy',
  },
  {
    under: anywhere,
    words: ['busy', 'action in progress', 'operation in progress', 'op in progress', 'request in progress'],
    class: 'ResourceConflictError',
    retry: 'busy',
  },
  {
    under: ['cause', 'vague', 'none'],
    words: [
      'operation unfinished',
      'operation is running',
      'task is running',
      'task running',
      'process running',
      'task conflict',
      'another operation',
      'in operation$',
      'operating$',
      'is doing$',
      'in executing$',
      'has task$',
      'processing$',
      'task in progress',
      'rollbacking$',
      'locked temporary',
    ],
    class: 'ResourceConflictError',
    retry: 'busy',
  },

  // Faults inside the service. A session, token or order that has timed out is not one: no repeat renews it.
  {
    under: ['vague'],
    words: ['session timeout', 'token timeout', 'login timeout', 'ticket timeout', 'order timeout', 'pay timeout'],
    retry: 'never',
  },
  {
    under: open,
    words: ['service unavailable', 'server unavailable', 'temporary unavailable', 'temporarily unavailable'],
    class: 'ServiceUnavailableError',
    retry: 'transient',
  },
  {
    under: ['vague', 'internal'],
    words: [
      'internal error',
      'inner error',
      'system error',
      'server error',
      'server internal error',
      'internal exception',
      'internal system exception',
    ],
    class: 'InternalServerError',
    retry: 'transient',
  },
  {
    under: ['none'],
    words: ['system error$', 'server error$', '^unknown error$'],
    class: 'InternalServerError',
    retry: 'transient',
  },
  {
    under: ['vague', 'internal'],
    words: ['timeout', 'time out', 'timed out', 'timedout', 'try again', 'retry later'],
    retry: 'transient',
  },

  // Failures that a repeat does not repair.
  {
    under: open,
    words: [
      'not found',
      'notfound',
      'no found',
      'not find',
      'not exist',
      'not exists',
      'not existed',
      'no exist',
      'non exist',
      'not existent',
    ],
    class: 'ResourceNotFoundError',
    retry: 'never',
  },
  {
    under: ['vague', 'none'],
    words: [
      'quota exceeded',
      'quota exceed',
      'over quota',
      'exceed quota',
      'quota limit',
      'insufficient quota',
      'quota insufficient',
      'limit exceeded$',
      'exceed limit',
      'exceeded limit',
      'over limit',
      'over upper limit',
      'out of limit',
      'num exceed',
      'number exceed',
      'count exceed',
      'too many',
      'limit num',
      'num limit',
      'count limit',
      'limit numof',
    ],
    class: 'QuotaExceededError',
    retry: 'never',
  },
  { under: ['vague'], words: ['limit exceeded'], class: 'QuotaExceededError', retry: 'never' },
  { under: ['internal'], words: ['over limit'], class: 'QuotaExceededError', retry: 'never' },
  {
    under: open,
    words: ['no permission', 'permission denied', 'unauthorized', 'no auth', 'no privilege', 'not authorized'],
    class: 'AuthorizationError',
    retry: 'never',
  },
  {
    under: ['vague', 'none'],
    words: [
      'already exist',
      'already exists',
      'already existed',
      'duplicate',
      'duplicated',
      'in use',
      'in used',
      'has existed',
      'conflict',
      'conflicts',
    ],
    class: 'ResourceConflictError',
    retry: 'never',
  },
  {
    under: ['vague', 'none'],
    words: ['not support', 'not supported', 'unsupported', 'not supports'],
    class: 'UnsupportedError',
    retry: 'never',
  },
  { under: ['internal'], words: ['not support', 'not allow', 'need login', 'duplicate'], retry: 'never' },
  {
    under: ['vague', 'none'],
    words: [
      'invalid state',
      'invalid status',
      'state invalid',
      'status invalid',
      'state error',
      'status error',
      'incorrect state',
      'incorrect status',
      'illegal status',
      'status illegal',
      'state not',
      'status not',
      'not running',
      'disabled$',
    ],
    class: 'ResourceStateError',
    retry: 'never',
  },
  { under: ['none'], words: ['state$', 'status$'], class: 'ResourceStateError', retry: 'never' },
  {
    under: ['none'],
    words: ['^invalid', '^missing'],
    class: 'InvalidParameterError',
    retry: 'never',
  },
]
