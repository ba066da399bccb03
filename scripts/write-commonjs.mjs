// Writes dist/commonjs: what require() of an entry leads to, and its types. Declarations are copied as they are: in a folder
// whose package.json says "commonjs" they read the CommonJS types of axios. Those that no entry leads to are taken out of dist.
//
//   node scripts/write-commonjs.mjs
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
const commonjs = join(dist, 'commonjs')
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
/** As a module's specifier has it. */
const fromTo = (file, target) => relative(dirname(file), target).replaceAll('\\', '/')
const entries = Object.values(exports).filter((entry) => entry.types)

/** The declaration files that one leads to. */
const nextOf = (path) =>
  [...readFileSync(path, 'utf8').matchAll(/(?:\bfrom |\bimport |\bimport\()['"](\.[^'"]+)['"]/g)].map(([, specifier]) =>
    resolve(dirname(path), specifier).replace(/\.[jt]s$/, '.d.ts'),
  )

const declarations = new Set(entries.map(({ types }) => join(root, types)))
for (const path of declarations) for (const next of nextOf(path)) declarations.add(next)

for (const name of readdirSync(dist, { recursive: true })) {
  const path = join(dist, name)
  if (/\.d\.ts(?:\.map)?$/.test(name) && !declarations.has(path.replace(/\.map$/, ''))) rmSync(path)
}

for (const path of declarations) {
  const copy = join(commonjs, relative(dist, path))
  mkdirSync(dirname(copy), { recursive: true })
  // The lines are the same, so the map is too: it stays where it is.
  const map = `${fromTo(copy, path)}.map`
  const text = readFileSync(path, 'utf8')
  writeFileSync(copy, text.replace(/^(\/\/# sourceMappingURL=).*/m, `$1${map}`))
}

for (const entry of entries) {
  const wrapper = join(root, entry.require.default)
  writeFileSync(wrapper, `'use strict'\nmodule.exports = require('${fromTo(wrapper, join(root, entry.default))}')\n`)
}
writeFileSync(join(commonjs, 'package.json'), '{ "type": "commonjs" }\n')
