/** The actions for which a ClientToken in the request prevents that a repeat is executed a second time. */
export interface ClientTokens {
  /** Does a ClientToken work for the action? `service` in any letter case. */
  has(service: string, action: string): boolean
}

interface ClientTokenModule {
  readonly clientTokenActions: Readonly<Record<string, string>>
}

function createClientTokens(table: Readonly<Record<string, string>>): ClientTokens {
  const actionsByService = new Map<string, ReadonlySet<string>>()
  return {
    has(service, action) {
      const name = service.toLowerCase()
      let actions = actionsByService.get(name)
      if (!actions) {
        actions = new Set(Object.hasOwn(table, name) ? table[name]?.split(' ') : [])
        actionsByService.set(name, actions)
      }
      return actions.has(action)
    },
  }
}

/**
 * Creates a loader that imports the table once. A failed import (a browser may be offline) rejects the calls that wait
 * for it and is not cached: the next call imports again.
 */
export function createClientTokensLoader(importTable: () => Promise<ClientTokenModule>): () => Promise<ClientTokens> {
  let loading: Promise<ClientTokens> | undefined
  return () => {
    if (loading) return loading
    const attempt = importTable().then((module) => createClientTokens(module.clientTokenActions))
    loading = attempt
    attempt.catch(() => {
      loading = undefined
    })
    return attempt
  }
}

/**
 * Imports the table at the first call, since only a write with a ClientToken needs it.
 * @throws what the import throws, as a rejection
 */
export const loadClientTokens: () => Promise<ClientTokens> = createClientTokensLoader(
  () => import('./generated/client-tokens.ts'),
)
