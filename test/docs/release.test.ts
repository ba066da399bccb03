import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const checkRelease = (tag: string) =>
  spawnSync(process.execPath, [`${root}scripts/check-release.mjs`, tag], { encoding: 'utf8' })

describe('a release', () => {
  test('is made by the tag of a version that the changelog tells of', () => {
    expect(checkRelease(`v${version}`)).toMatchObject({ status: 0, stderr: '' })
  })

  test('is refused for the tag of another version, which the message names', () => {
    expect(checkRelease('v999.0.0')).toMatchObject({ status: 1, stderr: expect.stringContaining('v999.0.0') })
  })

  test('carries a provenance statement, and publishes only after all tests', () => {
    const workflow = readFileSync(`${root}.github/workflows/release.yml`, 'utf8')
    expect(workflow).toContain('npm publish --provenance')
    expect(workflow).toContain('id-token: write')
    expect(workflow).toMatch(/needs: verify/)
    expect(workflow).toMatch(/run: \.ci\/run/)
  })
})

test('workflows pin every action to a commit and tell its version, and nothing may write to the repository', () => {
  for (const name of readdirSync(`${root}.github/workflows`)) {
    const workflow = readFileSync(`${root}.github/workflows/${name}`, 'utf8')
    const used = [...workflow.matchAll(/uses: (.*)/g)].map(([, action]) => action)
    expect(used.length).toBeGreaterThan(0)
    for (const action of used) expect(action, name).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    expect(workflow).toMatch(/^permissions:/m)
    expect(workflow).not.toMatch(/contents: write|write-all/)
  }
})
