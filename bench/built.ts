import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the package, with a slash at its end. */
export const root: string = fileURLToPath(new URL('../', import.meta.url))

const entry = `${root}dist/index.js`

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return Math.max(...files.map((file) => changedAt(`${folder}/${file}`)))
}

/** Builds the package when that was not done since the last change of its source. */
export function ensureBuilt(): void {
  if (changedAt(entry) > newest(`${root}src`)) return
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** The package as its users get it; by its name, the benchmarks would get the source, compiled on the fly. */
export async function loadBuilt(): Promise<typeof import('axios-tencentcloud')> {
  ensureBuilt()
  return import(new URL('../dist/index.js', import.meta.url).href)
}
