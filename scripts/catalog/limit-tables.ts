import type { Text } from '../../src/catalog/entry.ts'
import type { LimitRow } from '../../src/catalog/tables.ts'
import { formatModule, formatTable } from './module-text.ts'
import type { Limits } from './read-products.ts'

/** Gives each text a number, equal texts the same one. */
class TextNumbers {
  readonly rows: (readonly [en: string, zh: string])[] = []
  readonly #numbers = new Map<string, number>()

  add({ en, zh }: Text): number {
    const known = this.#numbers.get(en)
    if (known !== undefined) return known
    this.#numbers.set(en, this.rows.length)
    return this.rows.push([en, zh]) - 1
  }
}

/** @throws Error for a name that `limits.json` does not explain */
function findText(texts: Readonly<Record<string, Text>>, name: string): Text {
  const text = texts[name]
  if (!text) throw new Error(`catalog/limits.json: there is no text for ${name}`)
  return text
}

/** Creates `generated/limits.ts`, which pacing loads too, and `generated/limit-texts.ts`. */
export function createLimitModules({ units, scopes, sources, limits }: Limits): Readonly<Record<string, string>> {
  const texts = new TextNumbers()
  const rows = limits.map((limit): LimitRow => {
    const numbers = [
      texts.add(findText(units, limit.unit)),
      texts.add(findText(scopes, limit.scope)),
      texts.add(findText(sources, limit.source)),
    ] as const
    const row = [
      limit.service,
      (limit.actions ?? []).join('|'),
      limit.kind,
      limit.limit,
      limit.periodSeconds ?? 0,
      ...numbers,
    ] as const
    return limit.note ? [...row, texts.add(limit.note)] : row
  })
  return {
    'limits.ts': formatModule('LimitRow', [formatTable('limits', 'LimitRow', rows)]),
    'limit-texts.ts': formatModule('LimitTextRow', [formatTable('limitTexts', 'LimitTextRow', texts.rows)]),
  }
}
