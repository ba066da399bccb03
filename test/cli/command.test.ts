import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Runs the command in a process of its own. */
function command(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    input,
    env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', ...env },
  })
  return { status, stdout, stderr }
}

describe('the command in a process of its own', { timeout: 60_000 }, () => {
  it('explains a code, without colours where the output is no terminal', () => {
    const { status, stdout, stderr } = command(['explain', '4400'])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^4400 {2}ThrottlingError {2}throttling/)
  })

  it('reads what is piped in, and speaks the language of the environment', () => {
    const { status, stdout } = command(['explain'], '{"code":4420,"message":"(10250)qps throttling"}', {
      LC_ALL: 'zh_CN',
    })
    expect([status, stdout]).toEqual([0, expect.stringContaining('含义')])
  })

  it('reads no more of an endless pipe than it looks at, and is not disturbed by a reader that leaves', () => {
    const line = `yes '{"code":4420,"message":"(10250)qps"}' | node --import tsx src/cli/main.ts explain | head -1`
    const { stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: root, encoding: 'utf8', timeout: 30_000 })
    expect([stdout, stderr]).toEqual([expect.stringMatching(/^4420\/10250 {2}ThrottlingError/), ''])
  })

  it.each<[string, string[], number]>([
    ['an unknown code', ['explain', '4401'], 1],
    ['a wrong option', ['explain', '4400', '--bogus'], 2],
    ['nothing piped in', ['explain'], 2],
    ['help', ['--help'], 0],
  ])('ends as it should after %s', (_, args, status) => {
    expect(command(args).status).toBe(status)
  })
})
