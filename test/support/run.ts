import { execFile } from 'node:child_process'

export interface RunResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end, whatever its exit code. */
export function run(program: string, args: readonly string[], options: { cwd?: string } = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    execFile(program, args, { ...options, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      const code = error ? error.code : 0
      resolve({ exitCode: typeof code === 'number' ? code : 1, stdout, stderr })
    })
  })
}
