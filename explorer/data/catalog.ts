import json from 'virtual:catalog'
import { type CodeRow, unpackRows } from './rows.ts'

/** The unpacked catalog. */
export const catalog = unpackRows(JSON.parse(json))

const byCode = new Map<string, CodeRow[]>()
for (const row of catalog.rows) {
  const same = byCode.get(row.code)
  if (same) same.push(row)
  else byCode.set(row.code, [row])
}

/** Finds the rows with a public code, in every product. */
export const findRows = (code: string): readonly CodeRow[] => byCode.get(code) ?? []

const byService = new Map(catalog.products.map((product) => [product.service, product]))

export const findProduct = (service: string) => byService.get(service)
