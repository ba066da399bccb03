import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the package, with a trailing slash. */
export const root: string = fileURLToPath(new URL('../', import.meta.url))

const entry = `${root}dist/index.js`

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return Math.max(...files.map((file) => changedAt(`${folder}/${file}`)))
}

/** Builds the package if its source has changed since the last build. */
export function ensureBuilt(): void {
  if (changedAt(entry) > newest(`${root}src`)) return
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Loads the built package, as users get it. Imported by its name, it would be the source, compiled on the fly. */
export async function loadBuilt(): Promise<typeof import('axios-tencentcloud')> {
  ensureBuilt()
  return import(new URL('../dist/index.js', import.meta.url).href)
}
