import { createHash } from 'node:crypto'
import type { Disposition } from '../../src/catalog/entry.ts'

/** The disposition that a code was given, and the right one. */
export interface Graded {
  readonly given: Disposition
  readonly wanted: Disposition
}

/** Whether the call may succeed when it is repeated later, unchanged. */
export const isRetryable = (retry: Disposition): boolean => ['throttle', 'transient', 'busy'].includes(retry)

interface Score {
  readonly right: number
  readonly wrong: number
  readonly missed: number
  /** Share of the codes with the disposition that should have it. */
  readonly precision: number
  /** Share of the codes that should have the disposition that were given it. */
  readonly recall: number
}

export function toScore(rows: readonly Graded[], counts: (retry: Disposition) => boolean): Score {
  const right = rows.filter(({ given, wanted }) => counts(given) && counts(wanted)).length
  const wrong = rows.filter(({ given, wanted }) => counts(given) && !counts(wanted)).length
  const missed = rows.filter(({ given, wanted }) => !counts(given) && counts(wanted)).length
  return { right, wrong, missed, precision: right / (right + wrong), recall: right / (right + missed) }
}

/** The first byte of the SHA-256 of a product's name, so that products are split the same way on every machine. */
const hashByte = (service: string): number => createHash('sha256').update(service).digest()[0] ?? 0

/** Whether a product is in the quarter that was not looked at before the rules were written. */
export const isHeldOut = (service: string): boolean => hashByte(service) % 4 === 0

/** Products whose official comments were read last, after the rules had been written by those of the others. */
const readLast: ReadonlySet<string> = new Set(
  [
    'aca advisor alb apm bi billing bizlive bsca cdwch controlcenter csxg cws dnspod hasim igtm ims iotvideoindustry live',
    'lkeap mongodb oceanus omics postgres rce redis securitylake ses soe ssl ssm tdcpg tdmysql tds trtc tse tsi vcg vdb',
    'vms wedata yunsou',
  ].flatMap((line) => line.split(' ')),
)

/** Whether a product is in the half of those read last that was not looked at while the rules were extended. */
export const isUnseen = (service: string): boolean => readLast.has(service) && hashByte(service) % 2 === 1

export const toFold = (service: string, folds: number): number => Math.floor(hashByte(service) / 4) % folds
