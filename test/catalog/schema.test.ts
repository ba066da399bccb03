import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { readCatalogFile } from '../../scripts/catalog/read-products.ts'

const validate = new Ajv2020({ allErrors: true }).compile(readCatalogFile('schema.json'))

const text = { en: 'Wait.', zh: '等。' }
const listOf = (fields: object) => ({
  $schema: './schema.json',
  service: '*',
  title: text,
  entries: [{ code: '1', class: 'InvalidParameterError', retry: 'never', ...fields }],
})

describe('an entry of the catalog', () => {
  it.each<[string, object]>([
    ['both texts', { meaning: text, remedy: text }],
    ['neither text', {}],
    ['a code that ends in a dot, as one of SMS does', { code: 'UnsupportedOperation.' }],
  ])('may have %s', (_, fields) => expect(validate(listOf(fields))).toBe(true))

  it.each<[string, object]>([
    ['a meaning without a remedy', { meaning: text }],
    ['a remedy without a meaning', { remedy: text }],
    ['a code with an empty part', { code: 'UnsupportedOperation..' }],
  ])('must not have %s', (_, fields) => expect(validate(listOf(fields))).toBe(false))
})
