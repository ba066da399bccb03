import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const script = fileURLToPath(new URL('../../scripts/generate-request-tables.mjs', import.meta.url))
const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })

it('the generated tables are those of the JSON files', () => {
  expect(run('--check')).toMatchObject({ status: 0, stderr: '' })
})

it('an unclassified verb of more than two actions stops the generator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verbs-'))
  try {
    const csv = join(folder, 'actions.csv')
    const rows = ['A', 'B', 'C'].map((name) => `svc,Frobnicate${name},2020-01-01,0`)
    writeFileSync(csv, ['service,action,versions,clientToken', ...rows, ''].join('\r\n'))
    const { status, stderr } = run(csv, '--check')
    expect(status).toBe(1)
    expect(stderr).toContain('Frobnicate (3)')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
