import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes a module into an installed project, runs it, and returns what it printed. Loopback traffic needs no proxy. */
export function runIn(folder: string, file: string, content: string): string {
  writeFileSync(join(folder, file), content)
  return execFileSync(process.execPath, [join(folder, file)], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_PROXY: '*', no_proxy: '*' },
  }).trim()
}
