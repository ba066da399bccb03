import { readFileSync } from 'node:fs'

/** A table row of a document whose numbers are those of a saved result of `npm run bench`. */
export interface MeasuredRow {
  readonly document: string
  /** The first cell of the row. */
  readonly label: string
  /** The cells that follow it. */
  readonly cells: readonly string[]
}

type ResultRow = Readonly<Record<string, string>>

/** The sides that the README compares, as the suites name them. */
const sides = [
  'axios-tencentcloud',
  'axios-retry: 3 retries, its default',
  'p-retry: 10 retries, randomized',
  '@smithy/util-retry adaptive: 3 attempts',
]
/** The same in the suite of sizes, where settings make no difference. */
const packages = ['axios-tencentcloud', 'axios-retry', 'p-retry', '@smithy/util-retry']

const scenario = { goodput: '400 calls at once, 20/s, fixed one-second windows', outage: 'Total outage, 6,000 calls' }
const brownOut = '10 % of all requests fail, 20,000 calls'

function readRows(suite: string): readonly ResultRow[] {
  const path = new URL(`../../docs/bench/results/${suite}.json`, import.meta.url)
  return JSON.parse(readFileSync(path, 'utf8')).rows
}

/** The cells of one column, a cell for each of `names`. */
function readCells(suite: string, names: readonly string[], column: string, group?: string): string[] {
  const rows = readRows(suite).filter((row) => group === undefined || Object.values(row).includes(group))
  return names.map((name) => {
    const cell = rows.find((row) => Object.values(row).includes(name))?.[column]
    if (cell === undefined) throw new Error(`${suite} has no ${column} of ${name}`)
    return cell
  })
}

/** Lists all rows of documents with numbers of the benches, as the newest saved results have them. */
export function listMeasuredRows(): readonly MeasuredRow[] {
  const measured = [
    {
      cells: readCells('goodput', sides, 'failed calls', scenario.goodput),
      labels: ['400 calls at once, 20/s allowed: failed', '一次发出 400 个调用，每秒限 20 个：失败'],
    },
    {
      cells: readCells('goodput', sides, 'requests ÷ success', scenario.goodput),
      labels: ['requests per success there', '同一场景：每次成功所需的请求数'],
    },
    {
      cells: readCells('outage', sides, 'requests ÷ calls', scenario.outage),
      labels: ['total outage: requests per call', '服务完全中断：每次调用的请求数'],
    },
    {
      cells: readCells('outage', sides, 'calls that succeed', brownOut),
      labels: ['one request in ten fails: reads that succeed', '十个请求失败一个：读操作成功率'],
    },
    {
      cells: readCells('weight', packages, 'bytes, min + gzip'),
      labels: ['bytes, minified and gzipped', '体积（字节，压缩加 gzip）'],
    },
  ]
  const documents = ['README.md', 'README.zh-CN.md']
  return measured.flatMap(({ cells, labels }) =>
    labels.map((label, at) => ({ document: documents[at] ?? '', label, cells })),
  )
}

/**
 * Returns a document's text with the right numbers in the row. Cells after them stay as they are.
 *
 * @throws Error when the text does not contain the row exactly once
 */
export function correctRow(text: string, { document, label, cells }: MeasuredRow): string {
  const lines = text.split('\n')
  const places = lines.flatMap((line, at) => (line.startsWith(`| ${label} |`) ? [at] : []))
  const [place, ...more] = places
  if (place === undefined || more.length > 0) throw new Error(`${document} must have once the row: ${label}`)
  const rest = (lines[place] ?? '').split(' | ').slice(1 + cells.length)
  lines[place] = [`| ${label}`, ...cells, ...rest].join(' | ')
  return lines.join('\n')
}
