import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const windows = process.platform === 'win32'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Ends this program with one line that says why. */
export function giveUp(reason) {
  console.error(reason)
  process.exit(2)
}

/** Runs a program without output; true if it succeeded. */
const succeeds = (program, args, options = {}) =>
  spawnSync(program, args, { stdio: 'ignore', shell: windows && program === 'npm', ...options }).status === 0

/** The commit of a git directory to take: the version's tag, or the newest one. */
const refOf = (gitDirectory, tag) =>
  succeeds('git', ['--git-dir', gitDirectory, 'rev-parse', '--verify', `${tag}^{commit}`]) ? tag : 'HEAD'

/** Writes the files of a commit into a folder. `git archive` needs no work tree, and leaves the git directory as it is. */
function extract(gitDirectory, tag, folder) {
  const archive = `${folder}.tar`
  const ref = refOf(gitDirectory, tag)
  const extracted =
    succeeds('git', ['--git-dir', gitDirectory, 'archive', '--output', archive, ref]) &&
    succeeds('tar', ['-xf', archive, '-C', folder])
  rmSync(archive, { force: true })
  return extracted
}

function copy(from, tag, folder) {
  const gitDirectory = [from, join(from, '.git')].find((path) => existsSync(join(path, 'objects')))
  // A folder of files is taken as it stands, even if it is a clone: it may have been changed on purpose.
  if (!existsSync(join(from, 'lib'))) return gitDirectory !== undefined && extract(gitDirectory, tag, folder)
  for (const name of ['index.js', 'lib', 'package.json', 'tests']) {
    if (existsSync(join(from, name))) cpSync(join(from, name), join(folder, name), { recursive: true })
  }
  return true
}

const clone = (tag, folder) =>
  succeeds('git', ['clone', '--depth', '1', '--branch', tag, 'https://github.com/axios/axios', folder])

/** The text of every file below a folder that is JavaScript. */
const scriptsBelow = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js') && !path.includes('node_modules'))
    .map((path) => readFileSync(join(folder, path), 'utf8'))

const importedBy = (code) =>
  [...code.matchAll(/(?:from|import|require)[\s(]*['"]((?:@[\w.-]+\/)?[\w.-]+)/g)].map(([, name]) => name)

/** The packages, with versions, that axios and its tests import, and no more of those that its repository develops with. */
function neededPackages(folder, suites) {
  const { dependencies, devDependencies } = readJson(join(folder, 'package.json'))
  const imported = new Set(
    [...suites, 'tests/setup'].flatMap((suite) => scriptsBelow(join(folder, suite)).flatMap(importedBy)),
  )
  // The tests run in the vitest of this package.
  const needed = Object.entries(devDependencies).filter(([name]) => imported.has(name) && !/vitest/.test(name))
  return { ...dependencies, ...Object.fromEntries(needed) }
}

/** Installs packages into a folder, unless they are there already. */
function install(folder, dependencies) {
  const manifest = join(folder, 'package.json')
  const text = JSON.stringify({ private: true, dependencies }, null, 2)
  const installed = join(folder, 'node_modules/.package-lock.json')
  if (existsSync(installed) && existsSync(manifest) && readFileSync(manifest, 'utf8') === text) return true
  writeFileSync(manifest, text)
  return succeeds('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder })
}

/**
 * Gets the sources of axios with their tests, and what these import.
 *
 * @param cache the folder of this program's own files
 * @param version of axios
 * @param suites the folders of the tests in the sources
 * @returns the folder of the sources, and the version that they are of
 */
export function prepareSources(cache, version, suites) {
  const folder = join(cache, 'axios')
  const tag = `v${version}`
  const given = process.env.AXIOS_SOURCES
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })

  const isThere = (given ? copy(resolve(given), tag, folder) : clone(tag, folder)) && existsSync(join(folder, 'lib'))
  if (!isThere && given) giveUp(`AXIOS_SOURCES=${given} is neither a folder with axios' sources nor a git directory.`)
  if (!isThere) {
    giveUp(
      `axios ${version} could not be cloned from github.com: set AXIOS_SOURCES to a folder or a git directory of axios.`,
    )
  }
  const missing = suites.filter((suite) => !existsSync(join(folder, suite)))
  if (missing.length > 0) giveUp(`These sources of axios have no ${missing.join(' and no ')}: 1.16 or newer is needed.`)
  if (!install(cache, neededPackages(folder, suites))) {
    giveUp('The packages that axios’ tests import could not be installed: npm’s registry, or its cache, is needed.')
  }
  return { folder, version: readJson(join(folder, 'package.json')).version }
}
