import type { TokenEstimate } from './tokens.ts'

/** Which calls share a configured limit: those of an action (in a region), of a service, or of an account. */
export type LimitScope = 'action' | 'service' | 'account'

/** All scopes: `everywhere` is an action in all regions, `address` all calls to a host from here. */
export type PacingScope = LimitScope | 'everywhere' | 'address'

/** The fields of a call by which limits differ. */
export interface PacedCall {
  /** The SecretId; absent where the client has but one, or where it cannot be seen. */
  readonly account?: string | undefined
  /** Host and port. */
  readonly host?: string | undefined
  readonly service?: string | undefined
  readonly action?: string | undefined
  readonly region?: string | undefined
  /** The model that the request names, at a model endpoint. */
  readonly model?: string | undefined
  /** The tokens that it will use, where a limit of tokens is configured. No limit differs by it. */
  readonly tokens?: TokenEstimate | undefined
}

/** The fields by which limits differ. */
type Part = Exclude<keyof PacedCall, 'tokens'>

const parts: Readonly<Record<PacingScope, readonly Part[]>> = {
  action: ['account', 'host', 'service', 'action', 'region'],
  everywhere: ['account', 'service', 'action'],
  service: ['account', 'service'],
  account: ['account'],
  address: ['host'],
}

/** The key under which a limit is kept: calls with the same key share it. */
export function toPacingKey(scope: PacingScope, call: PacedCall): string {
  const key = [scope, ...parts[scope].map((part) => call[part] ?? '')]
  return (scope === 'action' && call.model !== undefined ? [...key, call.model] : key).join('\0')
}

/**
 * The service and action that `toPacingKey` put into a key; undefined for a scope without an action. At a model endpoint the
 * action may be empty.
 */
export function readAction(key: string): { readonly service: string; readonly action: string } | undefined {
  const [scope, , , service, action = '', , model] = key.split('\0')
  return scope === 'action' && service && (action || model) ? { service, action } : undefined
}

/** What the calls of a limit have in common, to be shown. Without the account, which is a SecretId. */
export function describeLimit(
  scope: PacingScope,
  call: PacedCall,
): Omit<PacedCall, 'account' | 'tokens'> & { scope: PacingScope } {
  const all: readonly Part[] = scope === 'action' ? [...parts.action, 'model'] : parts[scope]
  const shown = all.filter((part) => part !== 'account' && call[part] !== undefined)
  return { scope, ...Object.fromEntries(shown.map((part) => [part, call[part]])) }
}

/** The limit of a key that `toPacingKey` made, to be shown. */
export function readLimit(key: string): ReturnType<typeof describeLimit> {
  const [scope, ...values] = key.split('\0') as [PacingScope, ...string[]]
  return describeLimit(scope, Object.fromEntries(parts[scope].map((part, at) => [part, values[at] || undefined])))
}

/** The scopes of limits that hold beside a call's own, once a code has named one of them. Narrowest first. */
export const wideScopes = ['everywhere', 'service', 'address'] as const satisfies readonly PacingScope[]

/**
 * Codes whose limit reaches beyond one action in one region. Which calls of the account, or of the address, share it is
 * not documented, so all its calls to one service, or to one host, are taken for it.
 * Source: the common error codes of API 3.0.
 */
const widerScopes: ReadonlyMap<string, (typeof wideScopes)[number]> = new Map([
  ['RequestLimitExceeded.GlobalRegionUinLimitExceeded', 'everywhere'],
  ['RequestLimitExceeded.UinLimitExceeded', 'service'],
  ['RequestLimitExceeded.IPLimitExceeded', 'address'],
])

/** The scope of the limit that a code names, where it is wider than an action. */
export const findWiderScope = (code: string): PacingScope | undefined => widerScopes.get(code)
