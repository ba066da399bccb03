import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Run {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const root = fileURLToPath(new URL('../../', import.meta.url))

// What the machine that runs the tests says about colours must not decide what they see.
const { FORCE_COLOR: _, NO_COLOR: __, ...environment } = process.env

function start(file: string, args: readonly string[], columns?: number): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', `examples/${file}`, ...args], {
      cwd: root,
      env: columns === undefined ? environment : { ...environment, COLUMNS: String(columns) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
}

// Two at a time: what an example does by the real clock must not wait for the start of ten others.
const most = 2
const running: Promise<unknown>[] = []

function enqueue(run: () => Promise<Run>): Promise<Run> {
  const before = running.length < most ? undefined : running[running.length - most]
  const result = Promise.resolve(before).then(run)
  running.push(result.catch(() => {}))
  return result
}

/** Runs an example as a user does, in a process of its own, and resolves when it ended by itself. */
export const runExample = (file: string, ...args: readonly string[]): Promise<Run> => enqueue(() => start(file, args))

/** Runs an example for a terminal of some width. */
export const runExampleAt = (columns: number, file: string, ...args: readonly string[]): Promise<Run> =>
  enqueue(() => start(file, args, columns))
