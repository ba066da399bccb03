// Takes the maps of generated modules out of dist: they lead to sources that are data and are not packed.
//
//   node scripts/drop-generated-maps.mjs
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const { parentPath, name } = entry
  if (!entry.isFile() || !/[\\/]generated(?:[\\/]|$)/.test(parentPath)) continue
  const path = join(parentPath, name)
  if (name.endsWith('.map')) rmSync(path)
  else writeFileSync(path, readFileSync(path, 'utf8').replace(/^\/\/# sourceMappingURL=.*\n?/m, ''))
}
