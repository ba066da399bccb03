// Installs the dev dependencies when they are missing or older than the lock file, so that `npm start` and
// `npm test` work on a fresh clone. Does nothing, and needs no network, when they are there.
import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const marker = at('node_modules/.package-lock.json')
if (!existsSync(marker) || statSync(marker).mtimeMs < statSync(at('package-lock.json')).mtimeMs) {
  console.log('Installing dependencies (npm ci) …')
  execFileSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: at('.'),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
}
