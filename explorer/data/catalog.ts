import json from 'virtual:catalog'
import { type CodeRow, rowsOf } from './rows.ts'

/** The catalog of this page. */
export const catalog = rowsOf(JSON.parse(json))

const byCode = new Map<string, CodeRow[]>()
for (const row of catalog.rows) {
  const same = byCode.get(row.code)
  if (same) same.push(row)
  else byCode.set(row.code, [row])
}

/** Rows of that public code, of every product. */
export const rowsOfCode = (code: string): readonly CodeRow[] => byCode.get(code) ?? []

const byService = new Map(catalog.products.map((product) => [product.service, product]))

export const productOf = (service: string) => byService.get(service)
