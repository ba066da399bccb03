import { type ClientTokens, loadClientTokens } from './client-tokens.ts'
import { ownActionServices, verbs } from './generated/verbs.ts'
import type { ModelUse } from './model-hosts.ts'
import type { Repeat } from './repeat-kind.ts'

export type { Repeat } from './repeat-kind.ts'

/** The part of a call's description on which its `Repeat` depends. */
export interface RepeatableCall {
  readonly action?: string | undefined
  readonly method?: string | undefined
  readonly service?: string | undefined
  readonly clientToken?: string | undefined
  /** The caller's option, which outranks the tables. `true`: `idempotent`; `false`: `duplicate`. */
  readonly idempotent?: boolean | undefined
  /** What a call without an action does at a model endpoint. */
  readonly use?: ModelUse | undefined
}

/** Finds an action in the tables of products whose actions are named by another grammar. */
type OwnFinder = (service: string | undefined, action: string) => Repeat | undefined

type VerbClass = keyof typeof verbs

/** Characters. The longest action has about 60; a longer text is not an action. */
const maxActionLength = 256

const repeatsByMethod: ReadonlyMap<string, Repeat> = new Map([
  ['GET', 'read'],
  ['HEAD', 'read'],
  ['OPTIONS', 'read'],
  ['PUT', 'idempotent'],
  ['DELETE', 'idempotent'],
])

let classes: ReadonlyMap<string, VerbClass> | undefined

/** Splits the table of verbs at its first use, so that importing the module costs nothing. */
function loadVerbClasses(): ReadonlyMap<string, VerbClass> {
  classes ??= new Map(
    (['read', 'generate', 'overwrite', 'duplicate'] as const).flatMap((name) =>
      verbs[name].split(' ').map((words) => [words, name] as const),
    ),
  )
  return classes
}

const isLowerCaseLetter = (character: string | undefined) =>
  character !== undefined && character >= 'a' && character <= 'z'

/**
 * Classifies an action by the words that it begins with. The longest entry of the table decides (`BatchDescribe` before
 * `Batch`); an unlisted action is a `duplicate`. Some actions of API 2.0 begin with a small letter, and DNSPod's own
 * API has the verb after a dot (`Record.List`).
 */
export function classifyVerb(action: string): VerbClass {
  if (action.length > maxActionLength) return 'duplicate'
  const verb = action.slice(action.lastIndexOf('.') + 1)
  const name = verb.slice(0, 1).toUpperCase() + verb.slice(1)
  for (let end = name.length; end > 0; end--) {
    // A word ends before a character that is not a small letter: GetUser and Get400Cdr begin with `Get`, Getaway does
    // not.
    if (isLowerCaseLetter(name[end])) continue
    const found = loadVerbClasses().get(name.slice(0, end))
    if (found) return found
  }
  return 'duplicate'
}

const isWrite = (action: string | undefined): action is string => !!action && classifyVerb(action) !== 'read'

/** Does the result of `classifyRepeat` depend on the table of `loadClientTokens()`? */
export function needsClientTokens(call: RepeatableCall): boolean {
  return call.idempotent === undefined && !!call.clientToken && !!call.service && isWrite(call.action)
}

/**
 * Classifies the effect of executing the call a second time. Without `tokens`, a ClientToken is assumed not to work;
 * without `findOwn`, the action's verb is assumed to come first.
 */
export function classifyRepeat(call: RepeatableCall, tokens?: ClientTokens, findOwn?: OwnFinder): Repeat {
  const { action, method, service, clientToken, idempotent, use } = call
  if (idempotent !== undefined) return idempotent ? 'idempotent' : 'duplicate'
  if (!action) return repeatsByMethod.get((method ?? 'GET').toUpperCase()) ?? use ?? 'overwrite'
  const verb = findOwn?.(service, action) ?? classifyVerb(action)
  if (verb === 'read' || !clientToken || !service) return verb
  return tokens?.has(service, action) ? 'idempotent' : verb
}

/** Ordered from harmless to harmful. */
const repeatsByHarm: readonly Repeat[] = ['read', 'idempotent', 'generate', 'overwrite', 'duplicate']

/** A call with all the actions that its request names. */
export type NamedCall = Omit<RepeatableCall, 'action'> & { readonly actions: readonly string[] }

/**
 * Classifies a call as `classifyRepeat` does, and loads the tables on which the result depends; if that fails, it is
 * classified without them. If the request names several actions, the most harmful counts, because
 * it is unknown which one the server executes. Never rejects.
 */
export async function resolveRepeat({ actions, ...call }: NamedCall, load = loadClientTokens): Promise<Repeat> {
  const calls = actions.length === 0 ? [call] : actions.map((action) => ({ ...call, action }))
  const tokens = calls.some(needsClientTokens) ? await load().catch(() => undefined) : undefined
  // The names are one text, so a part of one loads the table too, which does no harm.
  const own =
    call.service && ownActionServices.includes(call.service.toLowerCase())
      ? await import('./own-actions.ts').catch(() => undefined)
      : undefined
  const repeats = calls.map((one) => classifyRepeat(one, tokens, own?.findOwnAction))
  return repeatsByHarm.findLast((repeat) => repeats.includes(repeat)) ?? 'duplicate'
}
