import { join } from 'node:path'
import { vi } from 'vitest'

export interface ScriptRun {
  readonly status: number
  readonly stderr: string
}

let runs = 0

/**
 * Runs a script of a checkout in this process, which takes a fraction of the time of one of its own. Its modules are
 * loaded once for each checkout.
 */
export async function runScript(checkout: string, script: string, ...args: readonly string[]): Promise<ScriptRun> {
  const { argv, exitCode } = process
  const complaints: string[] = []
  const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
    process.exitCode = code ?? 0
    throw new Error('the script has ended')
  })
  const complain = vi.spyOn(console, 'error').mockImplementation((...what) => void complaints.push(what.join(' ')))
  process.argv = [...argv.slice(0, 1), script, ...args]
  process.exitCode = 0
  try {
    await import(/* @vite-ignore */ `${join(checkout, 'scripts', script)}?run=${++runs}`)
  } catch (error) {
    if (exit.mock.calls.length === 0) {
      complaints.push(String(error))
      process.exitCode = 1
    }
  }
  const status = Number(process.exitCode)
  Object.assign(process, { argv, exitCode })
  exit.mockRestore()
  complain.mockRestore()
  return { status, stderr: complaints.join('\n') }
}
