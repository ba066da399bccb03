import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { type Product, productFiles, productsFolder, readCatalogFile } from './read-products.ts'
import { formatProduct } from './write-product.ts'

const schemas = ['schema.json', 'product.schema.json'].map(readCatalogFile)
const isProduct = new Ajv2020({ allErrors: true, schemas }).compile<Product>({ $ref: 'product.schema.json' })

/** `entries/0/class must be equal to one of the allowed values: …` */
function toComplaint({ instancePath, message, params }: ErrorObject): string {
  const { allowedValues, additionalProperty } = params
  const more = allowedValues?.join(', ') ?? additionalProperty
  return [instancePath.slice(1), `${message}${more ? `: ${more}` : ''}`].filter(Boolean).join(' ')
}

/**
 * Formats a file of catalog/products, and fills in the fields that follow from its name.
 *
 * @throws Error that names the invalid fields
 */
function tidyProduct(name: string, text: string): string {
  const service = name.replace(/\.json$/, '')
  const product: unknown = { service, ...JSON.parse(text), $schema: '../product.schema.json' }
  if (!isProduct(product)) {
    const errors = isProduct.errors?.filter(({ keyword }) => keyword !== 'anyOf') ?? []
    throw new Error([...new Set(errors.map(toComplaint))].join('; '))
  }
  if (product.service !== service) throw new Error(`service must be "${service}", like the name of the file`)
  return formatProduct(product)
}

/**
 * Sorts the fields, entries and lists in the files of catalog/products, and calls `write` for each changed file.
 *
 * @returns the names of the changed files
 * @throws Error that names each file and field that must be corrected by hand
 */
export function tidyProducts(write = writeFileSync): readonly string[] {
  const untidy: string[] = []
  const complaints: string[] = []
  for (const name of productFiles()) {
    const text = readFileSync(productsFolder + name, 'utf8')
    try {
      const tidy = tidyProduct(name, text)
      if (tidy === text) continue
      untidy.push(name)
      write(productsFolder + name, tidy)
    } catch (error) {
      complaints.push(`catalog/products/${name}: ${error instanceof Error ? error.message : error}`)
    }
  }
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
  return untidy
}
