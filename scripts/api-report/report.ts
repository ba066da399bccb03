import { type Binding, type DeclarationFile, readDeclarations, targetOf } from './read-declarations.ts'

interface Found extends Binding {
  readonly texts: readonly string[]
}

const keyOf = ({ from, name }: Binding): string => `${from}#${name}`
const identifier = /[A-Za-z_$][\w$]*/g
const inlineImport = /import\("([^"]+)"\)\.([\w$]+)/g

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const isOwn = (from: string): boolean => from.endsWith('.d.ts')

/** The declaration files of the package, each read once, and the way from name to name. */
class Declarations {
  readonly #files = new Map<string, DeclarationFile>()

  fileOf(path: string): DeclarationFile {
    const file = this.#files.get(path) ?? readDeclarations(path)
    this.#files.set(path, file)
    return file
  }

  /** Where a name that a file exports is declared. */
  origin({ from, name }: Binding): Binding | undefined {
    if (!isOwn(from)) return { from, name }
    const { declarations, exports, imports, starExports } = this.fileOf(from)
    const next = exports.get(name)
    if (next?.from === from) {
      const imported = declarations.has(next.name) ? undefined : imports.get(next.name)
      return imported ? this.origin(imported) : next
    }
    if (next) return this.origin(next)
    return starExports.map((star) => this.origin({ from: star, name })).find((found) => found !== undefined)
  }

  exportedNames(path: string): string[] {
    const { exports, starExports } = this.fileOf(path)
    return [...exports.keys(), ...starExports.flatMap((star) => this.exportedNames(star))]
  }

  /** What the text of a declaration mentions of other declarations of this package. */
  mentioned(file: DeclarationFile, text: string): Binding[] {
    const inline = [...text.matchAll(inlineImport)].map(([, specifier = '', name = '']) =>
      this.origin({ from: targetOf(file.path, specifier), name }),
    )
    const named = [...text.matchAll(identifier)].map(([name]) => {
      const imported = file.imports.get(name)
      if (imported) return this.origin(imported)
      return file.declarations.has(name) ? { from: file.path, name } : undefined
    })
    return [...inline, ...named].filter((found) => found !== undefined && isOwn(found.from)) as Binding[]
  }
}

/** All that an entry shows. */
interface Reach {
  /** The names that it exports, by `keyOf` what they are declared as. */
  readonly exported: ReadonlyMap<string, string>
  /** By `keyOf`. */
  readonly found: ReadonlyMap<string, Found>
  readonly augmentations: readonly string[]
}

/** Follows the exports of an entry to all that they mention. */
function reachOf(entry: string): Reach {
  const declarations = new Declarations()
  const exported = new Map<string, string>()
  const found = new Map<string, Found>()
  const augmented = new Set<string>()
  const queue: Binding[] = []
  for (const name of [...new Set(declarations.exportedNames(entry))].sort(compare)) {
    const declared = declarations.origin({ from: entry, name })
    if (!declared) throw new Error(`${entry}: ${name} is declared nowhere`)
    exported.set(keyOf(declared), name)
    queue.push(declared)
  }
  for (const binding of queue) {
    if (found.has(keyOf(binding)) || !isOwn(binding.from)) continue
    const file = declarations.fileOf(binding.from)
    const texts = file.declarations.get(binding.name) ?? []
    found.set(keyOf(binding), { ...binding, texts })
    const augmentations = augmented.has(file.path) ? [] : file.augmentations
    augmented.add(file.path)
    for (const text of [...texts, ...augmentations]) queue.push(...declarations.mentioned(file, text))
  }
  const augmentations = [...augmented].sort(compare).flatMap((path) => declarations.fileOf(path).augmentations)
  return { exported, found, augmentations }
}

/**
 * What a user of an entry can see: its exports, and the declarations that these mention, without comments and in the
 * order of their names, so that a change of them is a change of this text and nothing else is.
 *
 * @param entry the absolute path of the entry's declaration file
 */
export function apiReport(entry: string): string {
  const { exported, found, augmentations } = reachOf(entry)
  const render = (wanted: (key: string) => boolean): string[] =>
    [...found.entries()]
      .filter(([key]) => wanted(key))
      .sort(([, one], [, other]) => compare(one.name, other.name) || compare(one.from, other.from))
      .map(([key, { name, texts }]) => {
        const given = exported.get(key)
        const alias = given !== undefined && given !== name ? [`export { ${name} as ${given} };`] : []
        return [...texts.map((text) => (given === name ? `export ${text}` : text)), ...alias].join('\n')
      })
  const hidden = render((key) => !exported.has(key))
  return [
    '// What this entry exports. Made by `npm run api-report`; a change of it is a change of the public types.',
    ...render((key) => exported.has(key)),
    ...(hidden.length > 0 ? ['// Mentioned above, not exported by name.', ...hidden] : []),
    ...(augmentations.length > 0 ? ['// Added to the types of others.', ...augmentations] : []),
  ]
    .join('\n\n')
    .concat('\n')
}
