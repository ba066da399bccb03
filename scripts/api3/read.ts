import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Disposition, ErrorClassName } from '../../src/catalog/entry.ts'

/** A code of one product. */
export interface Pair {
  readonly service: string
  readonly code: string
}

/** A pair, and what the official comment on it mentions: words joined by `|`, nothing, or `?` where there is none. */
export interface FlaggedPair extends Pair {
  readonly flags: string
}

export interface Verdict {
  readonly class: ErrorClassName
  readonly retry: Disposition
}

export type Label = Pair & Verdict

export type ListedPair = FlaggedPair & Verdict

/** A file of catalog/api3. */
export interface Product {
  readonly service: string
  readonly versions: readonly string[]
  readonly codes: readonly (readonly [code: string, flags: string, errorClass: ErrorClassName, retry: Disposition])[]
}

export const catalogFolder = fileURLToPath(new URL('../../catalog/', import.meta.url))
export const api3Folder = `${catalogFolder}api3/`

export const pairKey = ({ service, code }: Pair): string => `${service} ${code}`

/** Code-unit order: the same on every machine, whatever its locale. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export function readCsv(path: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const names = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']))
  })
}

/** `catalog/yardstick.csv` and `catalog/api3-corrections.csv`: service, code, class, retry. */
export const readLabels = (name: string): readonly Label[] =>
  readCsv(catalogFolder + name).map(({ service = '', code = '', class: errorClass, retry }) => ({
    service,
    code,
    class: errorClass as ErrorClassName,
    retry: retry as Disposition,
  }))

export const yardstick = (): readonly Label[] => readLabels('yardstick.csv')

/** What was judged by hand, by `pairKey`. The corrections come last: they were made with more in view. */
export const readHandLabels = (): ReadonlyMap<string, Label> =>
  new Map([...yardstick(), ...readLabels('api3-corrections.csv')].map((label) => [pairKey(label), label]))

export const readProducts = (): readonly Product[] =>
  readdirSync(api3Folder)
    .sort(compare)
    .map((name) => JSON.parse(readFileSync(api3Folder + name, 'utf8')))

export const readListedPairs = (): readonly ListedPair[] =>
  readProducts().flatMap(({ service, codes }) =>
    codes.map(([code, flags, errorClass, retry]) => ({ service, code, flags, class: errorClass, retry })),
  )
