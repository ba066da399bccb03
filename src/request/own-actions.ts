// The actions of products whose names do not begin with a verb: `RecordList`, `portrait_get`, `User.Detail`. Loaded when such a
// call failed.
import { ownActions } from './generated/own-actions.ts'
import type { Repeat } from './repeat-kind.ts'

const kinds = ['read', 'idempotent', 'overwrite', 'duplicate'] as const satisfies readonly Repeat[]

const indexes: ReadonlyMap<string, ReadonlyMap<string, Repeat>> = new Map(
  Object.entries(ownActions).map(([service, table]) => [
    service,
    new Map(
      kinds.flatMap((kind) =>
        (table[kind] ?? '')
          .toLowerCase()
          .split(' ')
          .map((action) => [action, kind] as const),
      ),
    ),
  ]),
)

/** The first word of `GET Object`, `putObject`, `HeadBucket`, in lower case. */
const toFirstWord = (action: string): string =>
  /^(?:[A-Z]+(?![a-z])|[A-Za-z][a-z]*)/.exec(action.slice(0, 64))?.[0].toLowerCase() ?? ''

/** What a repeat of the action can do; undefined if the product's table has neither it nor its first word. */
export function findOwnAction(service: string | undefined, action: string): Repeat | undefined {
  const index = indexes.get(service?.toLowerCase() ?? '')
  return index?.get(action.toLowerCase()) ?? index?.get(toFirstWord(action))
}
