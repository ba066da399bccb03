import { writeFile } from 'node:fs/promises'
import type { SuiteResult } from '../results.ts'
import { renderPage } from './page.ts'

/** Writes bench/report.html. */
export const writeReport = (results: readonly SuiteResult[]): Promise<void> =>
  writeFile(new URL('../report.html', import.meta.url), renderPage(results))
