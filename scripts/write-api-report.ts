// Writes what each entry of the package exports to docs/api-report: `npm run api-report`, after a change of public types.
import { mkdirSync, writeFileSync } from 'node:fs'
import { entryReports } from './api-report/entries.ts'

const root = new URL('../', import.meta.url)
mkdirSync(new URL('docs/api-report/', root), { recursive: true })
for (const { path, text } of entryReports()) writeFileSync(new URL(path, root), text)
