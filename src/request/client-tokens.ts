/** Says for which actions a ClientToken in the request keeps a repeat from being a second execution. */
export interface ClientTokens {
  has(service: string, action: string): boolean
}

interface ClientTokenModule {
  readonly clientTokenActions: Readonly<Record<string, string>>
}

function clientTokensOf(table: Readonly<Record<string, string>>): ClientTokens {
  const actionsOf = new Map<string, ReadonlySet<string>>()
  return {
    has(service, action) {
      const name = service.toLowerCase()
      let actions = actionsOf.get(name)
      if (!actions) {
        actions = new Set(Object.hasOwn(table, name) ? table[name]?.split(' ') : [])
        actionsOf.set(name, actions)
      }
      return actions.has(action)
    },
  }
}

/**
 * A loader that imports the table once. A failure is not kept (a browser may lose its connection just then): it rejects
 * the calls that wait for it, and the next call tries again.
 */
export function createClientTokensLoader(importTable: () => Promise<ClientTokenModule>): () => Promise<ClientTokens> {
  let loading: Promise<ClientTokens> | undefined
  return () => {
    if (loading) return loading
    const attempt = importTable().then((module) => clientTokensOf(module.clientTokenActions))
    loading = attempt
    attempt.catch(() => {
      loading = undefined
    })
    return attempt
  }
}

/** The table, imported at the first call: only a write that carries a ClientToken needs it. Rejects where the import does. */
export const loadClientTokens: () => Promise<ClientTokens> = createClientTokensLoader(
  () => import('./generated/client-tokens.ts'),
)
