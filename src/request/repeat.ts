import { type ClientTokens, loadClientTokens } from './client-tokens.ts'
import { verbs } from './generated/verbs.ts'

/**
 * What a repeat of the call would do, from harmless to harmful: nothing (`read`); nothing more than the first
 * (`idempotent`); add no resource, but report a false error or overwrite a later change (`overwrite`); make a duplicate
 * or cost money (`duplicate`).
 */
export type Repeat = 'read' | 'idempotent' | 'overwrite' | 'duplicate'

/** The part of a call's description that decides. */
export interface RepeatableCall {
  readonly action?: string | undefined
  readonly method?: string | undefined
  readonly service?: string | undefined
  readonly clientToken?: string | undefined
  /** The user's word. `true`: a repeat does nothing more than the first; `false`: it must not be repeated blindly. */
  readonly idempotent?: boolean | undefined
}

type VerbClass = keyof typeof verbs

/** Far above the longest action there is (about 60): text beyond it is not an action. */
const maxActionLength = 256

const repeatsByMethod: ReadonlyMap<string, Repeat> = new Map([
  ['GET', 'read'],
  ['HEAD', 'read'],
  ['OPTIONS', 'read'],
  ['PUT', 'idempotent'],
  ['DELETE', 'idempotent'],
])

let classes: ReadonlyMap<string, VerbClass> | undefined

/** Split at first use: an import costs nothing then. */
function verbClasses(): ReadonlyMap<string, VerbClass> {
  classes ??= new Map(
    (['read', 'overwrite', 'duplicate'] as const).flatMap((name) =>
      verbs[name].split(' ').map((words) => [words, name] as const),
    ),
  )
  return classes
}

const isLowerCaseLetter = (character: string | undefined) =>
  character !== undefined && character >= 'a' && character <= 'z'

/**
 * The class of an action by the words it begins with; the longest that are listed decide (`BatchDescribe` before
 * `Batch`), and without any it is `duplicate`. API 2.0 writes some actions with a small first letter; DNSPod's own API
 * has the verb behind a dot (`Record.List`).
 */
export function classifyVerb(action: string): VerbClass {
  if (action.length > maxActionLength) return 'duplicate'
  const verb = action.slice(action.lastIndexOf('.') + 1)
  const name = verb.slice(0, 1).toUpperCase() + verb.slice(1)
  for (let end = name.length; end > 0; end--) {
    // A word ends where no small letter follows: `Get` begins GetUser and Get400Cdr, not Getaway.
    if (isLowerCaseLetter(name[end])) continue
    const found = verbClasses().get(name.slice(0, end))
    if (found) return found
  }
  return 'duplicate'
}

const isWrite = (action: string | undefined): action is string => !!action && classifyVerb(action) !== 'read'

/** Can a ClientToken change what `classifyRepeat` says? Then it wants the table of `loadClientTokens()`. */
export function needsClientTokens(call: RepeatableCall): boolean {
  return call.idempotent === undefined && !!call.clientToken && !!call.service && isWrite(call.action)
}

/** What a repeat of this call would do. Without `tokens`, a ClientToken is taken not to work. */
export function classifyRepeat(call: RepeatableCall, tokens?: ClientTokens): Repeat {
  const { action, method, service, clientToken, idempotent } = call
  if (idempotent !== undefined) return idempotent ? 'idempotent' : 'duplicate'
  if (!action) return repeatsByMethod.get((method ?? 'GET').toUpperCase()) ?? 'overwrite'
  const verb = classifyVerb(action)
  if (verb === 'read' || !clientToken || !service) return verb
  return tokens?.has(service, action) ? 'idempotent' : verb
}

/** From harmless to harmful. */
const repeatsByHarm: readonly Repeat[] = ['read', 'idempotent', 'overwrite', 'duplicate']

/** A call, and all the actions that its request names. */
export type NamedCall = Omit<RepeatableCall, 'action'> & { readonly actions: readonly string[] }

/**
 * `classifyRepeat`, with the table of ClientTokens loaded where it matters; where that fails, no token is trusted. Of several
 * actions it is not known which one the server runs: the most harmful counts.
 */
export async function resolveRepeat({ actions, ...call }: NamedCall, load = loadClientTokens): Promise<Repeat> {
  const calls = actions.length === 0 ? [call] : actions.map((action) => ({ ...call, action }))
  const tokens = calls.some(needsClientTokens) ? await load().catch(() => undefined) : undefined
  const repeats = calls.map((one) => classifyRepeat(one, tokens))
  return repeatsByHarm.findLast((repeat) => repeats.includes(repeat)) ?? 'duplicate'
}
