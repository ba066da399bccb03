import type { Text } from '../entry.ts'
import type { LimitKind, LimitRow, LimitTextRow } from '../tables.ts'

/** A limit of a product or of an action, as documented. An account may have a higher one. */
export interface DocumentedLimit {
  /** The product's short name; `*`: every product. */
  readonly service: string
  /**
   * The actions that have this limit, each for itself unless `note` says that they share it. Missing for a limit of the
   * product.
   */
  readonly actions?: readonly string[]
  /** What the limit is on: a rate, for most. */
  readonly kind: LimitKind
  /** The number that is allowed: in each period, at once, or in all, as `kind` says. */
  readonly limit: number
  /** The period in seconds: 1 for a limit a second. Missing where the kind has none. */
  readonly periodSeconds?: number
  /** What is counted: requests, for most. */
  readonly unit: Text
  /** What the limit is kept for: per account, for most. */
  readonly scope: Text
  /** What the limit is restricted to, or what else is documented. */
  readonly note?: Text
  /** The document that states it. */
  readonly source: Text
}

function toLimit(row: LimitRow, texts: readonly LimitTextRow[]): DocumentedLimit {
  const [service, actions, kind, limit, periodSeconds, unit, scope, source, note] = row
  const toText = (number: number): Text => {
    const [en, zh] = texts[number] ?? ['', '']
    return { en, zh }
  }
  return {
    service,
    ...(actions !== '' && { actions: actions.split('|') }),
    kind,
    limit,
    ...(periodSeconds > 0 && { periodSeconds }),
    unit: toText(unit),
    scope: toText(scope),
    ...(note !== undefined && { note: toText(note) }),
    source: toText(source),
  }
}

type Finder = typeof import('../find-limits.ts')

async function load(
  find: (finder: Finder, rows: readonly LimitRow[]) => readonly LimitRow[],
): Promise<readonly DocumentedLimit[]> {
  const [finder, { limits: rows }, { limitTexts }] = await Promise.all([
    import('../find-limits.ts'),
    import('../generated/limits.ts'),
    import('../generated/limit-texts.ts'),
  ])
  return find(finder, rows).map((row) => toLimit(row, limitTexts))
}

/**
 * Lists the documented limits of an action; if none is documented, or without an action, those of the product as a whole.
 * For the product `*`: the usual limit of API 3.0. Most actions have no documented limit here, and then the list is empty. Loads
 * two small tables, once.
 *
 * @param service the product's short name: `ocr`
 * @throws the error of the import when the tables cannot be loaded
 * @example
 * ```ts
 * import { limits } from 'axios-tencentcloud/catalog'
 *
 * const [first] = await limits('ocr', 'QuestionOCR')
 * console.log(first?.limit, first?.periodSeconds, first?.source.en) // 2 1 'Official Node.js SDK, ocr 2018-11-19 (August 2026)'
 * ```
 */
export const limits = (service: string, action?: string): Promise<readonly DocumentedLimit[]> =>
  load(({ findLimits }, rows) => findLimits(rows, service, action))

/** Lists the documented limits of a product and of all its actions. */
export const listAllLimits = (service: string): Promise<readonly DocumentedLimit[]> =>
  load(({ findAllLimits }, rows) => findAllLimits(rows, service))
