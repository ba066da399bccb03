import { readFileSync } from 'node:fs'
import type { Disposition, ErrorClassName } from '../../src/catalog/entry.ts'
import { catalogFolder, readProducts } from '../catalog/read-products.ts'

/** A code of one product. */
export interface Pair {
  readonly service: string
  readonly code: string
}

/** A pair and its flags: what the official comment mentions, joined by `|`; `?` when there is no comment. */
export interface FlaggedPair extends Pair {
  readonly flags: string
}

export interface Verdict {
  readonly class: ErrorClassName
  readonly retry: Disposition
}

export type Label = Pair & Verdict

export type ListedPair = FlaggedPair & Verdict

export const pairKey = ({ service, code }: Pair): string => `${service} ${code}`

export function readCsv(path: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const names = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']))
  })
}

/** Reads `catalog/labels/yardstick.csv` or `api3-corrections.csv`. Columns: service, code, class, retry. */
const readLabels = (name: string): readonly Label[] =>
  readCsv(`${catalogFolder}labels/${name}`).map(({ service = '', code = '', class: errorClass, retry }) => ({
    service,
    code,
    class: errorClass as ErrorClassName,
    retry: retry as Disposition,
  }))

export const readYardstick = (): readonly Label[] => readLabels('yardstick.csv')

/**
 * Reads the labels judged by hand, by `pairKey`. Corrections win over the yardstick: they were made with more
 * information.
 */
export const readHandLabels = (): ReadonlyMap<string, Label> =>
  new Map([...readYardstick(), ...readLabels('api3-corrections.csv')].map((label) => [pairKey(label), label]))

/** Reads the API 3.0 lists of all products. */
export const readListedPairs = (): readonly ListedPair[] =>
  readProducts().flatMap(({ service, api3 }) =>
    (api3?.codes ?? []).map(([code, flags, errorClass, retry]) => ({ service, code, flags, class: errorClass, retry })),
  )

/** Whether an official comment backs the disposition, if that is `throttle` or `busy`; true for other dispositions. */
export const isDocumented = ({ retry, flags }: Pick<ListedPair, 'retry' | 'flags'>): boolean =>
  (retry !== 'throttle' && retry !== 'busy') ||
  flags.split('|').some((flag) => ['frequency', 'busy', 'later'].includes(flag))
