import { declarations, entries } from '../config/entries.ts'
import { apiReport } from './report.ts'

interface EntryReport {
  /** As users import it. */
  readonly specifier: string
  /** The report's path in the repository. */
  readonly path: string
  readonly text: string
}

/** The reports of all entries, from the declarations that `npm run build` has emitted and bundled. */
export function entryReports(): readonly EntryReport[] {
  return entries.map(({ specifier, name, module }) => ({
    specifier,
    path: `docs/api-report/${name}.d.ts`,
    text: apiReport(`${declarations}${module}.d.ts`),
  }))
}
