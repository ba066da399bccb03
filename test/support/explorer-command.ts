import { spawn } from 'node:child_process'

/** The command `explorer`, while it serves. */
export interface RunningExplorer {
  readonly url: string
  /** What it has printed. */
  readonly printed: string
  /** Ends it as Ctrl-C does; resolves to its exit code. */
  interrupt(): Promise<number | null>
}

/**
 * Runs `axios-tencentcloud explorer` in a process of its own.
 *
 * @param script the path of the command's script
 * @throws Error with what it printed if it ends without serving
 */
export async function startExplorer(script: string, args: readonly string[] = []): Promise<RunningExplorer> {
  const child = spawn(process.execPath, [script, 'explorer', '--port', '0', '--lang', 'en', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  let printed = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk
      const found = printed.match(/http:\/\/127\.0\.0\.1:\d+\//)?.[0]
      if (found) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('close', () => reject(new Error(printed)))
  })
  return {
    url,
    printed,
    interrupt() {
      child.kill('SIGINT')
      return ended
    },
  }
}
