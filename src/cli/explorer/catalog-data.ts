import { type CatalogEntry, dispositions, type ErrorClassName, kindByClass, type Text } from '../../catalog/entry.ts'
import { findBuiltIn } from '../../catalog/find.ts'
import type { Finding } from '../../catalog/finding.ts'
import { fullCatalog } from '../../catalog/full/lookup.ts'
import { products as listProducts } from '../../catalog/full/products.ts'
import { codeIndex, type IndexedCode } from '../../catalog/full/rows.ts'
import { createTexts } from '../../catalog/load-texts.ts'
import { builtInSource } from '../../catalog/sources.ts'
import { type CatalogData, type CodeTuple, type Origin, origins, type ProductData, type Rarities } from './format.ts'

/** What the official comment on a code mentions, joined by `|`. The package's tables do not have that. */
type ReadFlags = (service: string, code: string) => string

const everyService = '*'
const nothing: Text = { en: '', zh: '' }

/**
 * The texts of a code; an empty meaning where it has none. What its name says would take ten seconds for all codes, so
 * the page finds that out for those that it shows.
 */
const findTexts = createTexts(
  {
    texts: builtInSource.texts,
    names: async () => ({ describeName: () => nothing, suggestByName: () => undefined }),
  },
  (service) => fullCatalog.codes(service),
)

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

/** Makes the rows of the page, with the tables that they point into. */
class Rows {
  readonly texts = new Numbers()
  readonly flags = new Numbers()
  readonly #readFlags: ReadFlags

  constructor(readFlags: ReadFlags) {
    this.#readFlags = readFlags
  }

  /** The row of a code, whose class and disposition were found in a list. */
  async toTuple(
    { service, code, wireText }: IndexedCode,
    finding: Finding,
    origin: Origin,
    rarities: Rarities,
  ): Promise<CodeTuple> {
    const { class: errorClass, retry, moduleCode = '' } = finding.entry
    const head = [
      code,
      moduleCode,
      classes.indexOf(errorClass),
      dispositions.indexOf(retry),
      await this.#numberTexts(service, code, finding),
      origin,
      this.flags.number(origin === origins.hand ? '' : this.#readFlags(service, code)),
    ] as const
    const more = withoutUndefined({ ...rarities, wireText })
    return Object.keys(more).length > 0 ? [...head, more] : head
  }

  async #numberTexts(service: string, code: string, finding: Finding): Promise<number> {
    const { meaning = nothing, remedy = nothing } = await findTexts(finding, code, service)
    const texts = [meaning.en, remedy.en, meaning.zh, remedy.zh]
    return texts.some((text) => text !== '') ? this.texts.number(JSON.stringify(texts)) : -1
  }
}

const withoutUndefined = (rarities: { readonly [Key in keyof Rarities]?: Rarities[Key] | undefined }): Rarities =>
  JSON.parse(JSON.stringify(rarities))

/** Does the entry say what it says of every answer with that code? */
const isUnlimited = ({ moduleCode, actions, message }: CatalogEntry): boolean =>
  moduleCode === undefined && actions === undefined && message === undefined

async function toRow(rows: Rows, indexed: IndexedCode): Promise<CodeTuple> {
  const { service, code, entry: own } = indexed
  const listed = await fullCatalog.listed(service)
  const finding: Finding = own
    ? { entry: own, source: 'listed', documented: true }
    : findBuiltIn(await fullCatalog.codes(service), code, { service }, listed)
  const { actions, message, maxAttempts, minDelayMs, timestampToleranceSeconds } = finding.entry
  const isListed = listed?.has(code) && (!own || isUnlimited(own))
  const origin = own ? (isListed ? origins.both : origins.hand) : origins.api3
  return rows.toTuple(indexed, finding, origin, {
    ...(actions && { actions }),
    ...(message !== undefined && { message }),
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(minDelayMs !== undefined && { minDelayMs }),
    ...(timestampToleranceSeconds !== undefined && { timestampToleranceSeconds }),
    ...(!finding.documented && { guessed: true }),
  })
}

/**
 * Creates the data of the explorer's page from the tables of the package.
 *
 * @throws the error of the import when a table cannot be loaded
 */
export async function createCatalogData(readFlags: ReadFlags = () => ''): Promise<CatalogData> {
  const [{ rows: indexed }, list] = await Promise.all([codeIndex(), listProducts()])
  const rows = new Rows(readFlags)
  const codes = new Map<string, CodeTuple[]>()
  for (const one of indexed) {
    const tuple = await toRow(rows, one)
    const ofService = codes.get(one.service) ?? []
    codes.set(one.service, ofService)
    ofService.push(tuple)
  }
  const toProduct = (service: string, title: Text | undefined, versions?: readonly string[]): ProductData => ({
    service,
    title,
    versions,
    codes: codes.get(service) ?? [],
  })
  return {
    classes,
    retries: dispositions,
    products: [
      toProduct(everyService, { en: 'Common to every product', zh: '所有产品通用' }),
      ...list.map(({ service, title, versions }) => toProduct(service, title, versions)),
    ],
    flags: rows.flags.values,
    texts: rows.texts.values.map((text) => JSON.parse(text)),
  }
}
