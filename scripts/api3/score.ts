import { createHash } from 'node:crypto'
import type { Disposition } from '../../src/catalog/entry.ts'

/** A code with the disposition it was given and the one it should have. */
export interface Graded {
  readonly given: Disposition
  readonly wanted: Disposition
}

/** May the call succeed if it is tried again later, unchanged? */
export const isRetryable = (retry: Disposition): boolean => ['throttle', 'transient', 'busy'].includes(retry)

interface Score {
  readonly right: number
  readonly wrong: number
  readonly missed: number
  /** Of those given the disposition, the part that should have it. */
  readonly precision: number
  /** Of those that should have the disposition, the part that was given it. */
  readonly recall: number
}

export function scoreOf(rows: readonly Graded[], counts: (retry: Disposition) => boolean): Score {
  const right = rows.filter(({ given, wanted }) => counts(given) && counts(wanted)).length
  const wrong = rows.filter(({ given, wanted }) => counts(given) && !counts(wanted)).length
  const missed = rows.filter(({ given, wanted }) => !counts(given) && counts(wanted)).length
  return { right, wrong, missed, precision: right / (right + wrong), recall: right / (right + missed) }
}

/** The first byte of the SHA-256 of a product's name: the same split on every machine. */
const byteOf = (service: string): number => createHash('sha256').update(service).digest()[0] ?? 0

/** A quarter of the products, at which nobody looked before the rules were written. */
export const isHeldOut = (service: string): boolean => byteOf(service) % 4 === 0

export const foldOf = (service: string, folds: number): number => Math.floor(byteOf(service) / 4) % folds
