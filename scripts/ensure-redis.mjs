// Installs a Redis server for the tests of the fleet where that takes no question: as root, with apt-get. Anywhere else,
// and if it fails (offline), it does nothing, and those tests are skipped. Quiet, and never an error.
import { spawnSync } from 'node:child_process'

const hasCommand = (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined

/** Without a network, apt-get must give up soon. */
const impatient = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::https::Timeout=10']

const aptGet = (...args) =>
  spawnSync('apt-get', ['-qq', ...impatient, ...args], {
    stdio: 'ignore',
    timeout: 120_000,
    // At runlevel 1 the package does not start its service, which the tests do not need.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  }).status === 0

const install = () => aptGet('install', '-y', '--no-install-recommends', 'redis-server')

function ensureRedis() {
  if (hasCommand('redis-server') || hasCommand('valkey-server')) return
  if (process.getuid?.() !== 0 || !hasCommand('apt-get')) return
  // A fresh machine has no lists of packages yet.
  if (!install() && aptGet('update')) install()
}

ensureRedis()
