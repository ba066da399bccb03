import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The packed file. */
    tarball: string
    /** The paths of the files in it. */
    packed: readonly string[]
    /** A folder in which the packed file and the newest axios are installed. */
    folder: string
    /** The same with the oldest axios of the peer range. */
    oldestAxiosFolder: string
    /** The same with an axios between the two. */
    middleAxiosFolder: string
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

const npm = (cwd: string, ...args: string[]) =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** Builds and packs the package once for all tests, and installs it as its users do: beside axios, in an empty folder. */
export default function setup({ provide }: TestProject): () => void {
  const parent = mkdtempSync(join(tmpdir(), 'axios-tencentcloud-'))
  npm(root, 'run', 'build')
  const [report] = JSON.parse(npm(root, 'pack', '--json', '--pack-destination', parent))
  const tarball = join(parent, report.filename)
  const install = (axios: string): string => {
    const folder = mkdtempSync(join(parent, 'project-'))
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    npm(folder, 'install', '--no-audit', '--no-fund', '--prefer-offline', tarball, axios)
    return folder
  }
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  provide('tarball', tarball)
  provide(
    'packed',
    report.files.map(({ path }: { path: string }) => path),
  )
  provide('folder', install('axios'))
  provide('oldestAxiosFolder', install(devDependencies['axios-oldest'].replace('npm:', '')))
  provide('middleAxiosFolder', install(devDependencies['axios-middle'].replace('npm:', '')))
  return () => rmSync(parent, { recursive: true, force: true })
}
