import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  productFiles,
  productsFolder,
  readCatalogFile,
  readCommonLists,
  readEntries,
  readOutcomes,
  readProducts,
  readRules,
} from '../../scripts/catalog/read-products.ts'
import { formatProduct } from '../../scripts/catalog/write-product.ts'
import { kindByClass } from '../../src/catalog/index.ts'
import { run } from '../support/run.ts'
import { runScript } from '../support/run-script.ts'
import { seedRows } from './seed-rows.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

const generate = async (checkout: string, ...args: string[]) =>
  (await runScript(checkout, 'generate-catalog.ts', ...args)).status

const schema = readCatalogFile('schema.json')
const rulesSchema = readCatalogFile('rules.schema.json')
const outcomesSchema = readCatalogFile('outcomes.schema.json')
const productSchema = readCatalogFile('product.schema.json')
const ajv = new Ajv2020({ allErrors: true, schemas: [schema, rulesSchema, outcomesSchema, productSchema] })

/** What a schema complains about. */
const complaintsOf = (name: string, value: unknown) => (ajv.validate(name, value) ? null : ajv.errors)

const products = readProducts()
const entries = readEntries()
const { rules, unknown } = readRules()
const outcomes = readOutcomes()

describe('the catalog files', () => {
  it.each(products)('the file of $service follows the schema', (product) => {
    expect(complaintsOf('product.schema.json', product)).toBeNull()
  })

  it('a product has one file, which has its name, and in which everything is in order', () => {
    expect(productFiles()).toEqual(products.map(({ service }) => `${service}.json`))
    for (const product of products) {
      expect(readFileSync(`${productsFolder}${product.service}.json`, 'utf8')).toBe(formatProduct(product))
    }
  })

  it.each(readCommonLists())('the list "$title.en" follows the schema', (list) => {
    expect(complaintsOf('schema.json', list)).toBeNull()
  })

  it('rules.json follows its schema', () => {
    expect(complaintsOf('rules.schema.json', readCatalogFile('rules.json'))).toBeNull()
  })

  it('outcomes.json follows its schema', () => {
    expect(complaintsOf('outcomes.schema.json', readCatalogFile('outcomes.json'))).toBeNull()
  })

  it.each<[string, object]>([
    ['an unknown class', { class: 'NoSuchError' }],
    ['an unknown disposition', { retry: 'sometimes' }],
    ['a code that is a number', { code: 4000 }],
    ['a limit of zero attempts', { maxAttempts: 0 }],
    ['a misspelt field', { maxAttempt: 3 }],
    ['a Chinese text without a Chinese character', { remedy: { en: 'Wait.', zh: 'Wait.' } }],
    ['an English text with a Chinese character', { remedy: { en: 'Wait 等.', zh: '等。' } }],
    ['a meaning without a remedy', { remedy: undefined }],
    ['an action that ends in a dot', { actions: ['Record.'] }],
  ])('the schema refuses %s', (_, change) => {
    const text = { en: 'Wait.', zh: '等。' }
    const list = (entry: object) => ({
      $schema: '../product.schema.json',
      service: 'kms',
      title: text,
      entries: [entry],
    })
    const entry = { code: '4000', class: 'InvalidParameterError', retry: 'never', meaning: text, remedy: text }
    expect(ajv.validate('product.schema.json', list(entry))).toBe(true)
    expect(ajv.validate('product.schema.json', list({ ...entry, ...change }))).toBe(false)
  })

  it('the schema knows every class that a service can cause', () => {
    const known = Object.keys(kindByClass).filter((name) => {
      const kind = kindByClass[name as keyof typeof kindByClass]
      return kind !== 'transport' && kind !== 'unknown'
    })
    expect(schema.$defs.class.enum).toEqual(known.sort())
  })

  it('an entry may do without texts, and be limited to an action with a dot', () => {
    const text = { en: 'Wait.', zh: '等。' }
    const entry = { code: '-15', actions: ['Record.Create'], class: 'AuthorizationError', retry: 'never' }
    const list = { $schema: '../product.schema.json', service: 'dnspod-legacy', title: text, entries: [entry] }
    expect(complaintsOf('product.schema.json', list)).toBeNull()
  })

  it('the five documents are listed whole', () => {
    const facts = entries.map(({ meaning, remedy, ...facts }) => facts)
    const expected = seedRows.map(({ seed, ...facts }) => facts)
    expect(expected).toHaveLength(142)
    expect(facts).toEqual(expect.arrayContaining(expected))
  })

  it('the generated tables are up to date', async () => {
    const args = ['--import', 'tsx', 'scripts/generate-catalog.ts', '--check']
    expect(await run(process.execPath, args, { cwd: root })).toMatchObject({ exitCode: 0, stderr: '' })
  })
})

/** What the scripts work on, in a folder of its own; packages are those of this one. */
function copySources(copy: string, isKept: (service: string) => boolean = () => true): void {
  for (const folder of ['catalog', 'scripts', 'src/catalog']) {
    cpSync(join(root, folder), join(copy, folder), { recursive: true })
  }
  writeFileSync(join(copy, 'package.json'), '{"type":"module"}')
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  for (const files of [join(copy, 'catalog/products'), join(copy, 'catalog/texts')]) {
    for (const name of readdirSync(files)) if (!isKept(name.replace('.json', ''))) rmSync(join(files, name))
  }
}

/** A catalog of few products, which is quickly read. */
const few = (service: string) => ['aai', 'account', 'cvm', 'kms'].includes(service)

it('the generator writes the same again, and finds a table stale once a list has changed', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'catalog-'))
  try {
    copySources(copy)
    rmSync(join(copy, 'src/catalog/generated'), { recursive: true })
    expect(await generate(copy, '--check')).toBe(1)
    expect(await generate(copy)).toBe(0)
    for (const name of ['codes.ts', 'text-loaders.ts', 'texts/common.ts', 'texts/kms.ts']) {
      const path = `src/catalog/generated/${name}`
      expect(readFileSync(join(copy, path), 'utf8')).toBe(readFileSync(join(root, path), 'utf8'))
    }
    const list = join(copy, 'catalog/products/kms.json')
    writeFileSync(list, readFileSync(list, 'utf8').replace('"4480"', '"4481"'))
    expect(await generate(copy, '--check')).toBe(1)
  } finally {
    rmSync(copy, { recursive: true })
  }
})

describe('the generator', () => {
  const copy = mkdtempSync(join(tmpdir(), 'catalog-'))
  beforeAll(async () => {
    copySources(copy, few)
    expect(await generate(copy)).toBe(0)
  })
  afterAll(() => rmSync(copy, { recursive: true }))

  it('refuses an outcome that borrows the texts of a prefix without a rule', async () => {
    const path = join(copy, 'catalog/outcomes.json')
    const content = readFileSync(path, 'utf8')
    writeFileSync(path, content.replace('"LimitExceeded"', '"NoSuchPrefix"'))
    expect(await generate(copy)).toBe(1)
    writeFileSync(path, content)
    expect(await generate(copy)).toBe(0)
  })

  const files = join(copy, 'catalog/products')
  const write = (name: string, product: object) => writeFileSync(join(files, name), JSON.stringify(product))
  const read = (name: string) => readFileSync(join(files, name), 'utf8')
  const text = { en: 'Wait.', zh: '等。' }
  const entry = { code: '4001', class: 'InvalidParameterError', retry: 'never', meaning: text, remedy: text } as const

  it('refuses an entry that is listed twice', async () => {
    const before = read('kms.json')
    const product = JSON.parse(before)
    write('kms.json', { ...product, entries: [...product.entries, product.entries[0]] })
    expect(await generate(copy)).toBe(1)
    writeFileSync(join(files, 'kms.json'), before)
    expect(await generate(copy)).toBe(0)
  })

  it('lays a file out, puts its entries in order, and fills in what its name says', async () => {
    write('brandnew.json', { entries: [{ ...entry, code: '4002' }, entry], title: text })
    expect(await generate(copy, '--check')).toBe(1)
    expect(read('brandnew.json')).not.toContain('$schema')
    expect(await generate(copy)).toBe(0)
    const product = { service: 'brandnew', title: text, entries: [entry, { ...entry, code: '4002' }] }
    expect(read('brandnew.json')).toBe(formatProduct(product))
    expect(await generate(copy, '--check')).toBe(0)
  })

  it.each<[what: string, content: object | string, complaint: string]>([
    ['has no title', { entries: [entry] }, "must have required property 'title'"],
    ['has a class that is none', { title: text, entries: [{ ...entry, class: 'Oops' }] }, 'entries/0/class must be'],
    [
      'has a misspelt field',
      { title: text, entries: [{ ...entry, moduleCod: '1' }] },
      'entries/0 must NOT have additional',
    ],
    ['names another service', { service: 'other', title: text, entries: [entry] }, 'service must be "brandnew"'],
    ['is no JSON', '{', 'JSON'],
  ])('names the file that %s, and the field', async (_what, content, complaint) => {
    writeFileSync(join(files, 'brandnew.json'), typeof content === 'string' ? content : JSON.stringify(content))
    const { status, stderr } = await runScript(copy, 'generate-catalog.ts')
    expect(status).toBe(1)
    expect(stderr).toContain('catalog/products/brandnew.json: ')
    expect(stderr).toContain(complaint)
    rmSync(join(files, 'brandnew.json'))
  })
})

describe('the import of a newer list', () => {
  const copy = mkdtempSync(join(tmpdir(), 'catalog-import-'))
  afterAll(() => rmSync(copy, { recursive: true }))
  const csv = join(copy, 'codes.csv')
  const load = async (rows: readonly string[]) => {
    writeFileSync(csv, ['service,versions,code,flags', ...rows, ''].join('\n'))
    return (await runScript(copy, 'import-api3-codes.ts', csv)).status
  }
  const product = (service: string) => JSON.parse(readFileSync(join(copy, `catalog/products/${service}.json`), 'utf8'))

  it('replaces what is listed, judges it, and leaves alone what was written by hand', async () => {
    copySources(copy, few)
    const before = product('kms')
    const rows = [
      'kms,20190118|20260101,InternalError,later',
      'kms,20190118,FailedOperation.NewThing,frequency',
      'brandnew,20260101,ResourceNotFound.Thing,',
    ]
    expect(await load(rows)).toBe(0)
    expect(product('kms')).toEqual({
      ...before,
      api3: {
        versions: ['20190118', '20260101'],
        codes: [
          ['FailedOperation.NewThing', 'frequency', 'ThrottlingError', 'throttle'],
          ['InternalError', 'later', 'InternalServerError', 'transient'],
        ],
      },
    })
    expect(product('brandnew')).toMatchObject({ service: 'brandnew', api3: { versions: ['20260101'] } })
    expect(product('account')).not.toHaveProperty('api3')
    expect(() => product('aai')).toThrow('ENOENT')
  })

  it.each([
    ['a code twice', ['kms,20190118,A,', 'kms,20190118,A,busy']],
    ['a row without a version', ['kms,,A,']],
    ['a row without flags', ['kms,20190118']],
    ['a flag that nobody knows', ['kms,20190118,A,later|sometimes']],
    ['a product whose name is none', ['kms,20190118,A,', '../evil,20190118,A,']],
    ['a version that is none', ['kms,v2,A,']],
  ])('refuses a list with %s, and changes nothing', async (_, rows) => {
    const before = product('kms')
    expect(await load(rows)).toBe(1)
    expect(product('kms')).toEqual(before)
  })
})

describe('the texts', () => {
  const all = [
    ...entries.flatMap(({ service, code, moduleCode, actions, meaning, remedy }) =>
      meaning && remedy ? [{ name: [service, code, moduleCode, actions?.[0]].join(' '), meaning, remedy }] : [],
    ),
    ...rules.map((rule) => ({ name: rule.prefix, ...rule })),
    ...outcomes.flatMap(({ class: errorClass, retry, meaning, remedy }) =>
      meaning && remedy ? [{ name: `${errorClass} ${retry}`, meaning, remedy }] : [],
    ),
    { name: 'unknown', ...unknown },
  ]

  it.each(all)('$name has a meaning and a remedy in each language', ({ meaning, remedy }) => {
    for (const { en, zh } of [meaning, remedy]) {
      expect(en).toMatch(/^[A-Z][\x20-\x7e]+\.$/)
      expect(zh).toMatch(/\p{Script=Han}.*。$/u)
      expect(zh).not.toMatch(/[,.;:!?] ?\p{Script=Han}/u)
      expect(en.length).toBeLessThan(140)
    }
    expect(meaning.en).not.toBe(remedy.en)
    expect(meaning.zh).not.toBe(remedy.zh)
  })
})
