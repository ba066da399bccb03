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

describe('the command in a process of its own', () => {
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

  it.each<[string, string[], number]>([
    ['an unknown code', ['explain', '4401'], 1],
    ['a wrong option', ['explain', '4400', '--bogus'], 2],
    ['nothing piped in', ['explain'], 2],
    ['help', ['--help'], 0],
  ])('ends as it should after %s', (_, args, status) => {
    expect(command(args).status).toBe(status)
  })
})
