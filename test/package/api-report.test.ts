import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { entryReports } from '../../scripts/api-report/entries.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const reports = entryReports()

test.each(reports)('the public types of $specifier are those of $path', ({ path, text }) => {
  const kept = existsSync(`${root}${path}`) ? readFileSync(`${root}${path}`, 'utf8') : ''
  expect(
    text,
    `the public types changed, and ${path} is stale: npm run api-report, look at what changed, and say it in CHANGELOG.md`,
  ).toBe(kept)
})

test('every report is of an entry', () => {
  expect(readdirSync(`${root}docs/api-report`).sort()).toEqual(reports.map(({ path }) => basename(path)).sort())
})

test('a report has what its entry exports, what that mentions, and what it adds to axios', () => {
  const main = reports.find(({ specifier }) => specifier === 'axios-tencentcloud')?.text
  expect(main).toContain('export function attachTencentCloud(')
  expect(main).toContain('export class ThrottlingError ')
  expect(main).toMatch(/^interface SharedLimit /m)
  expect(main).toContain("declare module 'axios'")
  expect(main).not.toMatch(/runCall|CallState|#private/)
})
