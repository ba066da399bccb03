import { createKnownCodes, type KnownCodes } from '../../src/explain/known-codes.ts'
import type { Codes } from '../data/rows.ts'

/** The codes of the page, as the finder asks for them. */
export const indexCodes = ({ rows, products }: Codes): KnownCodes =>
  createKnownCodes(
    rows.map(({ product, code, moduleCode, more }) => ({
      service: product.service,
      code,
      moduleCode: moduleCode === '' ? undefined : moduleCode,
      wireText: more.wireText,
    })),
    products,
  )
