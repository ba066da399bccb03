import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { apiReport } from './report.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

interface EntryReport {
  /** As in `exports` of package.json. */
  readonly entry: string
  /** The report's path in the repository. */
  readonly path: string
  readonly text: string
}

/** The reports of all entries, from the built package. */
export function entryReports(): readonly EntryReport[] {
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    exports: Record<string, { types?: string }>
  }
  return Object.entries(exports).flatMap(([entry, { types }]) => {
    if (types === undefined) return []
    const name = entry === '.' ? 'index' : entry.slice(2)
    return [{ entry, path: `docs/api-report/${name}.d.ts`, text: apiReport(`${root}${types.slice(2)}`) }]
  })
}
