import type { Repeat } from './repeat-kind.ts'

/** The actions of products whose names do not begin with a verb: `RecordList`, `portrait_get`, `User.Detail`. */
export interface OwnActions {
  /** What a repeat of the action can do; undefined if the product's table has neither it nor its first word. */
  find(service: string | undefined, action: string): Repeat | undefined
}

/** Class → actions, separated by blanks. */
type ActionsByClass = Readonly<Partial<Record<Repeat, string>>>

const kinds = ['read', 'idempotent', 'overwrite', 'duplicate'] as const satisfies readonly Repeat[]

const indexActions = (table: ActionsByClass): ReadonlyMap<string, Repeat> =>
  new Map(
    kinds.flatMap((kind) =>
      (table[kind] ?? '')
        .toLowerCase()
        .split(' ')
        .map((action) => [action, kind] as const),
    ),
  )

/** The first word of `GET Object`, `putObject`, `HeadBucket`, in lower case. */
const toFirstWord = (action: string): string =>
  /^(?:[A-Z]+(?![a-z])|[A-Za-z][a-z]*)/.exec(action.slice(0, 64))?.[0].toLowerCase() ?? ''

async function load(): Promise<OwnActions> {
  const { ownActions } = await import('./generated/own-actions.ts')
  const indexes = new Map(Object.entries(ownActions).map(([service, table]) => [service, indexActions(table)]))
  return {
    find(service = '', action) {
      const index = indexes.get(service.toLowerCase())
      return index?.get(action.toLowerCase()) ?? index?.get(toFirstWord(action))
    },
  }
}

let loading: Promise<OwnActions> | undefined

/**
 * Imports the table at the first call, since few products need it. A failed import is not cached.
 * @throws what the import throws, as a rejection
 */
export function loadOwnActions(): Promise<OwnActions> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}
