/** Which calls share a limit that the user knows: those of an action (in a region), of a service, or of an account. */
export type LimitScope = 'action' | 'service' | 'account'

/** All scopes: `everywhere` is an action in all regions, `address` all calls to a host from here. */
export type PacingScope = LimitScope | 'everywhere' | 'address'

/** What a call is, as far as limits tell calls apart. */
export interface PacedCall {
  /** The SecretId; absent where the client has but one, or where it cannot be seen. */
  readonly account?: string | undefined
  readonly host?: string | undefined
  readonly service?: string | undefined
  readonly action?: string | undefined
  readonly region?: string | undefined
}

const parts: Readonly<Record<PacingScope, readonly (keyof PacedCall)[]>> = {
  action: ['account', 'host', 'service', 'action', 'region'],
  everywhere: ['account', 'service', 'action'],
  service: ['account', 'service'],
  account: ['account'],
  address: ['host'],
}

/** The name under which a limit is kept: calls with the same name share it. */
export const pacingKey = (scope: PacingScope, call: PacedCall): string =>
  [scope, ...parts[scope].map((part) => call[part] ?? '')].join('\0')

/** What tells the calls of a limit from others. Without the account, which is a SecretId. */
export function limitOf(scope: PacingScope, call: PacedCall): Omit<PacedCall, 'account'> & { scope: PacingScope } {
  const named = parts[scope].filter((part) => part !== 'account' && call[part] !== undefined)
  return { scope, ...Object.fromEntries(named.map((part) => [part, call[part]])) }
}

/** The scopes of limits that are met beside a call's own, once a code has complained of one. */
export const wideScopes = ['everywhere', 'service', 'address'] as const satisfies readonly PacingScope[]

/**
 * Codes whose limit reaches beyond one action in one region. What the account, or the address, is limited in is not
 * documented, so all that it does at one service, or at one host, is taken for it.
 * Source: the common error codes of API 3.0.
 */
const widerScopes: ReadonlyMap<string, (typeof wideScopes)[number]> = new Map([
  ['RequestLimitExceeded.GlobalRegionUinLimitExceeded', 'everywhere'],
  ['RequestLimitExceeded.UinLimitExceeded', 'service'],
  ['RequestLimitExceeded.IPLimitExceeded', 'address'],
])

/** The scope of the limit that a code complains of, where it is wider than an action. */
export const widerScopeOf = (code: string): PacingScope | undefined => widerScopes.get(code)
