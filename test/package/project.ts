import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The Node.js binaries to run modules with: that of the tests, or those of `npm run test:runtimes`. */
export const binaries: readonly string[] = process.env.NODE_BINARIES?.split(delimiter) ?? [process.execPath]

/** Writes a module into an installed project, runs it, and returns what it printed. Loopback traffic needs no proxy. */
export function runIn(
  folder: string,
  file: string,
  content: string,
  binary = process.execPath,
  flags: readonly string[] = [],
): string {
  writeFileSync(join(folder, file), content)
  return execFileSync(binary, [...flags, join(folder, file)], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_PROXY: '*', no_proxy: '*' },
  }).trim()
}
