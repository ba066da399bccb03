import { readCommonLists, readProducts, titleOf } from '../../scripts/catalog/read-products.ts'
import { describeName } from '../../src/catalog/describe-name.ts'
import { lookup } from '../../src/catalog/full/index.ts'
import {
  type CatalogEntry,
  dispositions,
  type ErrorClassName,
  kindByClass,
  type Text,
} from '../../src/catalog/index.ts'
import {
  type CatalogData,
  type CodeTuple,
  type Origin,
  origins,
  type ProductData,
  type Rarities,
} from '../data/format.ts'

const nothing: Text = { en: '', zh: '' }
const classes = Object.keys(kindByClass) as ErrorClassName[]

/** Numbers distinct values, starting at 0. */
class Numbers {
  readonly values: string[] = []
  readonly #numbers = new Map<string, number>()

  number(value: string): number {
    const known = this.#numbers.get(value)
    if (known !== undefined) return known
    this.#numbers.set(value, this.values.length)
    return this.values.push(value) - 1
  }
}

interface Tables {
  readonly texts: Numbers
  readonly flags: Numbers
}

interface Texted {
  readonly class: ErrorClassName
  readonly meaning?: Text | undefined
  readonly remedy?: Text | undefined
}

/**
 * Numbers the texts of a code. A meaning that is derived from the code's name is omitted; the page derives it again.
 */
function textNumber(
  { texts }: Tables,
  service: string,
  code: string,
  { class: errorClass, meaning, remedy }: Texted,
): number {
  if (!meaning && !remedy) return -1
  const derived = describeName(code, errorClass, service)
  const kept = meaning && (meaning.en !== derived.en || meaning.zh !== derived.zh) ? meaning : nothing
  return texts.number(JSON.stringify([kept.en, remedy?.en ?? '', kept.zh, remedy?.zh ?? '']))
}

const withoutUndefined = (rarities: { readonly [Key in keyof Rarities]?: Rarities[Key] | undefined }): Rarities =>
  JSON.parse(JSON.stringify(rarities))

type Head = readonly [string, string, number, number, number, Origin, number]

const withRarities = (head: Head, rarities: Rarities): CodeTuple =>
  Object.keys(rarities).length > 0 ? [...head, rarities] : head

/** An action that matches the pattern. */
const toExampleAction = (actions: readonly string[] | undefined): string | undefined => actions?.[0]?.replace('*', '')

async function toEntryTuple(
  tables: Tables,
  service: string,
  entry: CatalogEntry,
  flags: string | undefined,
): Promise<CodeTuple> {
  const { code = '', moduleCode = '', actions, message, wireText, ...hints } = entry
  const { maxAttempts, minDelayMs, timestampToleranceSeconds } = hints
  const query = { service, action: toExampleAction(actions), moduleCode: entry.moduleCode, message }
  const texts = entry.meaning ? entry : await lookup(code, query)
  const head: Head = [
    code,
    moduleCode,
    classes.indexOf(entry.class),
    dispositions.indexOf(entry.retry),
    textNumber(tables, service, code, texts),
    flags === undefined ? origins.hand : origins.both,
    tables.flags.number(flags ?? ''),
  ]
  return withRarities(
    head,
    withoutUndefined({ actions, message, wireText, maxAttempts, minDelayMs, timestampToleranceSeconds }),
  )
}

/** Creates the tuple of a code that only the SDKs list, with the texts that the library would show. */
async function toListedTuple(
  tables: Tables,
  service: string,
  [code, flags, errorClass, retry]: readonly [string, string, ErrorClassName, CatalogEntry['retry']],
): Promise<CodeTuple> {
  const found = await lookup(code, { service })
  const { maxAttempts, minDelayMs, timestampToleranceSeconds, documented } = found
  const head: Head = [
    code,
    '',
    classes.indexOf(errorClass),
    dispositions.indexOf(retry),
    textNumber(tables, service, code, found),
    origins.api3,
    tables.flags.number(flags),
  ]
  const guessed = documented ? undefined : (true as const)
  return withRarities(head, withoutUndefined({ maxAttempts, minDelayMs, timestampToleranceSeconds, guessed }))
}

/** Creates the data of the page from `catalog/`. */
export async function createCatalogData(): Promise<CatalogData> {
  const tables: Tables = { texts: new Numbers(), flags: new Numbers() }
  const common = readCommonLists().flatMap(({ entries }) => entries)
  const products: ProductData[] = [
    {
      service: '*',
      title: { en: 'Common to every product', zh: '所有产品通用' },
      codes: await Promise.all(common.map((entry) => toEntryTuple(tables, '*', entry, undefined))),
    },
  ]
  for (const product of readProducts()) {
    const { service, entries = [], api3 } = product
    const listed = new Map(api3?.codes.map((row) => [row[0], row]))
    const codes: CodeTuple[] = []
    for (const entry of entries) {
      const isLimited = entry.moduleCode !== undefined || entry.actions !== undefined || entry.message !== undefined
      const isSame = entry.code !== undefined && !isLimited
      const row = isSame ? listed.get(entry.code) : undefined
      if (row) listed.delete(row[0])
      codes.push(await toEntryTuple(tables, service, entry, row?.[1]))
    }
    for (const row of listed.values()) codes.push(await toListedTuple(tables, service, row))
    products.push({ service, title: titleOf(product), versions: api3?.versions, codes })
  }
  return {
    classes,
    retries: dispositions,
    flags: tables.flags.values,
    texts: tables.texts.values.map((text) => JSON.parse(text)),
    products,
  }
}
