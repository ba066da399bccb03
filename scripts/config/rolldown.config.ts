import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec'
import { defineConfig, type Plugin, type RolldownOptions } from 'rolldown'
import { minifySync } from 'rolldown/utils'
import { dts } from 'rolldown-plugin-dts'
import manifest from '../../package.json' with { type: 'json' }
import { declarations, entries, root } from './entries.ts'
import { mainChunkGroups } from './main-chunks.ts'

/** The path of a table below its folder, without an extension: each is a chunk of its own, which loads when it is needed. */
const tableName = (id: string | null | undefined): string | undefined =>
  id?.match(/[\\/]src[\\/]\w+[\\/]generated[\\/](.+)\.ts$/)?.[1]

/** The words and the forms of sentences that names are told in. They are data: no line of a stack is in them. */
const sentences = {
  name: 'sentences',
  test: /[\\/]src[\\/]catalog[\\/](?:generated[\\/]words\.ts|sentences[\\/](?:patterns[\\/]|(?:patterns|by-prefix|remedies)\.ts$))/,
}

/** Is a module data, with no line that a stack could name? */
const isData = (id: string): boolean => /[\\/]src[\\/]\w+[\\/]generated[\\/]/.test(id) || sentences.test.test(id)

/** Are all modules of a chunk data? Not of one that has none and hands on what others export. */
const isDataChunk = ({ moduleIds: [first, ...more] }: { readonly moduleIds: readonly string[] }): boolean =>
  first !== undefined && [first, ...more].every(isData)

/** Tables that people write. Like those that are generated they hold no line that a stack could name. */
const writtenTables =
  /[\\/]src[\\/]catalog[\\/](?:sentences[\\/]patterns[\\/]|word-rules\.ts|search[\\/]synonym-rows\.ts)/

/** The command, whose stacks no program of a user's shows. */
const command = /[\\/]src[\\/]cli[\\/]/

/** Leaves generated modules, written tables, the command and packages out of the maps, which lead to packed sources only. */
const unmapped: Plugin = {
  name: 'unmapped',
  transform: {
    filter: { id: [/[\\/](?:generated|node_modules)[\\/]/, writtenTables, command] },
    handler: (code) => ({ code, map: { mappings: '' } }),
  },
}

/** Tables are packed without white space, and without maps. */
const compactTables: Plugin = {
  name: 'compact-tables',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk' || !chunk.fileName.startsWith('tables/')) continue
      delete bundle[`${chunk.fileName}.map`]
      chunk.code = minifySync(chunk.fileName, chunk.code, { compress: false, mangle: false }).code
    }
  },
}

/** Maps lead to the line, not to the column: a stack names lines, and columns would be a twelfth of the package. */
const lineMaps: Plugin = {
  name: 'line-maps',
  generateBundle(_, bundle) {
    for (const [name, file] of Object.entries(bundle)) {
      if (file.type !== 'asset' || !name.endsWith('.js.map')) continue
      const map = JSON.parse(String(file.source))
      file.source = JSON.stringify({ ...map, names: [], mappings: encode(decode(map.mappings).map(toLineMapping)) })
    }
  },
}

/** Maps of declarations without names, which no editor reads: it asks for the place alone. */
const namelessMaps: Plugin = {
  name: 'nameless-maps',
  generateBundle(_, bundle) {
    for (const [name, file] of Object.entries(bundle)) {
      if (file.type !== 'asset' || !name.endsWith('.d.ts.map')) continue
      const map = JSON.parse(String(file.source))
      const lines = decode(map.mappings).map((line) => line.map(toPlace))
      file.source = JSON.stringify({ ...map, names: [], mappings: encode(lines) })
    }
  },
}

/** A mapping without its name. */
const toPlace = (segment: SourceMapSegment): SourceMapSegment =>
  segment.length === 5 ? [segment[0], segment[1], segment[2], segment[3]] : segment

/** The mapping of a whole line. One that leads nowhere says so, lest it count as part of the line before. */
function toLineMapping(line: readonly SourceMapSegment[]): SourceMapSegment[] {
  const [, source, row, column] = line.find((segment) => segment.length > 1) ?? []
  return source === undefined || row === undefined || column === undefined ? [[0]] : [[0, source, row, column]]
}

/** The licences of the packages that a chunk has copies of. */
function licences({ moduleIds }: { readonly moduleIds: readonly string[] }): string {
  const folders = moduleIds.flatMap((id) => id.match(/^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/)?.[0] ?? [])
  return [...new Set(folders)]
    .map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      return `/*!\n${name} ${version}\n\n${readFileSync(join(folder, 'license'), 'utf8')}*/`
    })
    .join('\n')
}

/** Says that the folder holds CommonJS, in which its declarations read the CommonJS types of axios. */
const commonJsFolder: Plugin = {
  name: 'commonjs-folder',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' })
  },
}

const code = (dir: string, input: Record<string, string>, external: readonly string[]) =>
  ({
    input,
    platform: 'node',
    external: [...external, /^node:/],
    plugins: [unmapped, compactTables, lineMaps],
    experimental: { attachDebugInfo: 'none' },
    output: {
      dir,
      entryFileNames: '[name].js',
      chunkFileNames(chunk) {
        const table = chunk.name === sentences.name ? chunk.name : tableName(chunk.facadeModuleId)
        if (table !== undefined) return `tables/${table}.js`
        // Behind a ~ rolldown names the entries that share a chunk.
        const [name] = chunk.name.split('~')
        return isDataChunk(chunk) ? `tables/shared/${name}.js` : `chunks/${name}.js`
      },
      codeSplitting: { groups: [...mainChunkGroups(input), sentences] },
      minifyInternalExports: false,
      sourcemap: true,
      sourcemapExcludeSources: true,
      // The declarations and the packed sources have the docstrings.
      comments: { legal: true, annotation: true, jsdoc: false },
      banner: licences,
    },
  }) satisfies RolldownOptions

/** Declarations as tsc emits them, each with its map, so that an editor goes on to the source. */
const mappedDeclarations: Plugin = {
  name: 'mapped-declarations',
  load: {
    filter: { id: /\.d\.ts$/ },
    handler(id) {
      const map = JSON.parse(readFileSync(`${id}.map`, 'utf8'))
      const sources = map.sources.map((source: string) => resolve(dirname(id), source))
      const text = readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*\n?/m, '')
      return { code: text, map: { ...map, sources } }
    },
  },
}

const types = (dir: string) =>
  ({
    input: Object.fromEntries(entries.map(({ name, module }) => [name, join(declarations, `${module}.d.ts`)])),
    external: packages,
    checks: { bundlerTimings: false },
    plugins: [
      mappedDeclarations,
      dts({ dtsInput: true, emitDtsOnly: true, tsconfig: false, sourcemap: true }),
      namelessMaps,
    ],
    experimental: { attachDebugInfo: 'none' },
    output: {
      dir,
      entryFileNames: '[name].d.ts',
      chunkFileNames: 'types/[name].d.ts',
      minifyInternalExports: false,
    },
  }) satisfies RolldownOptions

const dist = join(root, 'dist')
const commonJs = join(dist, 'commonjs')
const modules = Object.fromEntries(entries.map(({ name, module }) => [name, join(root, `src/${module}.ts`)]))
const packages = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
const esmCode = code(dist, { ...modules, cli: join(root, 'src/cli/main.ts') }, packages)
// p-retry is published as ES modules only. In Jest, CommonJS can neither require() nor import() these, so it gets a copy.
const commonJsCode = code(
  commonJs,
  modules,
  packages.filter((name) => name !== 'p-retry'),
)

export default defineConfig([
  { ...esmCode, output: { ...esmCode.output, cleanDir: true } },
  {
    ...commonJsCode,
    plugins: [...commonJsCode.plugins, commonJsFolder],
    output: { ...commonJsCode.output, format: 'cjs', strict: true, dynamicImportInCjs: false },
  },
  types(dist),
  types(commonJs),
])
