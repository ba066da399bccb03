import { type Binding, type DeclarationFile, readDeclarations, targetOf } from './read-declarations.ts'

interface Found extends Binding {
  readonly texts: readonly string[]
}

const keyOf = ({ from, name }: Binding): string => `${from}#${name}`
const identifier = /[A-Za-z_$][\w$]*/g
const inlineImport = /import\("([^"]+)"\)\.([\w$]+)/g

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/**
 * What a user of an entry can see: its exports, and the declarations that these mention, without comments and in the
 * order of their names, so that a change of them is a change of this text and nothing else is.
 *
 * @param entry the absolute path of the entry's declaration file
 */
export function apiReport(entry: string): string {
  const files = new Map<string, DeclarationFile>()
  const fileOf = (path: string): DeclarationFile => {
    const file = files.get(path) ?? readDeclarations(path)
    files.set(path, file)
    return file
  }

  const isOwn = (from: string): boolean => from.endsWith('.d.ts')

  /** Where a name that a file exports is declared. */
  function origin({ from, name }: Binding): Binding | undefined {
    if (!isOwn(from)) return { from, name }
    const { declarations, exports, imports, starExports } = fileOf(from)
    const next = exports.get(name)
    if (next?.from === from) {
      const imported = declarations.has(next.name) ? undefined : imports.get(next.name)
      return imported ? origin(imported) : next
    }
    if (next) return origin(next)
    return starExports.map((star) => origin({ from: star, name })).find((found) => found !== undefined)
  }

  const exportedNames = (path: string): string[] => {
    const { exports, starExports } = fileOf(path)
    return [...exports.keys(), ...starExports.flatMap(exportedNames)]
  }

  /** What the text of a declaration mentions of other declarations of this package. */
  function mentioned(file: DeclarationFile, text: string): Binding[] {
    const inline = [...text.matchAll(inlineImport)].map(([, specifier = '', name = '']) =>
      origin({ from: targetOf(file.path, specifier), name }),
    )
    const named = [...text.matchAll(identifier)].map(([name]) => {
      const imported = file.imports.get(name)
      if (imported) return origin(imported)
      return file.declarations.has(name) ? { from: file.path, name } : undefined
    })
    return [...inline, ...named].filter((found) => found !== undefined && isOwn(found.from)) as Binding[]
  }

  const exported = new Map<string, string>()
  const found = new Map<string, Found>()
  const augmented = new Set<string>()
  const queue: Binding[] = []
  for (const name of [...new Set(exportedNames(entry))].sort(compare)) {
    const declared = origin({ from: entry, name })
    if (!declared) throw new Error(`${entry}: ${name} is declared nowhere`)
    exported.set(keyOf(declared), name)
    queue.push(declared)
  }
  for (const binding of queue) {
    if (found.has(keyOf(binding)) || !isOwn(binding.from)) continue
    const file = fileOf(binding.from)
    const texts = file.declarations.get(binding.name) ?? []
    found.set(keyOf(binding), { ...binding, texts })
    const augmentations = augmented.has(file.path) ? [] : file.augmentations
    augmented.add(file.path)
    for (const text of [...texts, ...augmentations]) queue.push(...mentioned(file, text))
  }

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
  const augmentations = [...augmented].sort(compare).flatMap((path) => fileOf(path).augmentations)
  return [
    '// What this entry exports. Made by `npm run api-report`; a change of it is a change of the public types.',
    ...render((key) => exported.has(key)),
    ...(hidden.length > 0 ? ['// Mentioned above, not exported by name.', ...hidden] : []),
    ...(augmentations.length > 0 ? ['// Added to the types of others.', ...augmentations] : []),
  ]
    .join('\n\n')
    .concat('\n')
}
