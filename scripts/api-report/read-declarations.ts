import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** A name of another file, or of a package. */
export interface Binding {
  /** The declaration file, or the name of a package. */
  readonly from: string
  /** Its name there. */
  readonly name: string
}

/** What a declaration file of the compiler's says, without comments. */
export interface DeclarationFile {
  readonly path: string
  /** By name; functions may have several. */
  readonly declarations: ReadonlyMap<string, readonly string[]>
  readonly imports: ReadonlyMap<string, Binding>
  /** Names exported from here, wherever they are declared. */
  readonly exports: ReadonlyMap<string, Binding>
  /** Files whose exports are all exported again. */
  readonly starExports: readonly string[]
  /** What is added to the types of other packages. */
  readonly augmentations: readonly string[]
}

const stringOrComment = /('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g

/** The compiler begins a statement in the first column, and only a statement with a letter there. */
const statementsOf = (text: string): string[] =>
  text
    .replace(stringOrComment, (_, string: string | undefined) => string ?? '')
    .split('\n')
    .map((line) => line.trimEnd())
    // What cannot be reached from outside.
    .filter((line) => line !== '' && !/^ +(?:#private|private )/.test(line))
    .join('\n')
    .split(/\n(?=[a-z])/)
    .map((statement) => statement.trim())

/** `{ a, type b as c }`: each local name with the one that it is given. */
const namesIn = (list: string): [local: string, given: string][] =>
  list
    .split(',')
    .map((item) => item.trim().replace(/^type /, ''))
    .filter((item) => item !== '')
    .map((item) => {
      const [local = '', given = local] = item.split(' as ')
      return [local, given]
    })

/** The declaration file that a specifier leads to; a package's name stays what it is. */
export const targetOf = (path: string, specifier: string): string =>
  specifier.startsWith('.') ? resolve(dirname(path), specifier).replace(/\.[tj]s$/, '.d.ts') : specifier

/**
 * @param path an absolute path
 * @throws Error when the file has a statement that is not known here: better no report than one with a hole
 */
export function readDeclarations(path: string): DeclarationFile {
  const declarations = new Map<string, string[]>()
  const imports = new Map<string, Binding>()
  const exports = new Map<string, Binding>()
  const starExports: string[] = []
  const augmentations: string[] = []
  for (const statement of statementsOf(readFileSync(path, 'utf8'))) {
    const star = statement.match(/^export \* from '([^']+)'/)?.[1]
    const [, keyword, list, specifier] =
      statement.match(/^(import|export)(?: type)? \{([^}]*)\}(?: from '([^']+)')?;$/) ?? []
    const declared = statement.match(
      /^(export )?(?:declare )?(?:abstract )?(?:class|const|function|interface|type) ([\w$]+)/,
    )
    if (star) starExports.push(targetOf(path, star))
    else if (keyword !== undefined && list !== undefined) {
      const from = specifier === undefined ? path : targetOf(path, specifier)
      for (const [local, given] of namesIn(list)) {
        if (keyword === 'import') imports.set(given, { from, name: local })
        else exports.set(given, { from, name: local })
      }
    } else if (declared) {
      const [, exported, name = ''] = declared
      const text = statement.replace(/^(?:export )?(?:declare )?/, '')
      declarations.set(name, [...(declarations.get(name) ?? []), text])
      if (exported) exports.set(name, { from: path, name })
    } else if (/^declare (?:module|global)/.test(statement)) augmentations.push(statement)
    else if (statement !== '') throw new Error(`${path}: not a declaration known here: ${statement.slice(0, 80)}`)
  }
  return { path, declarations, imports, exports, starExports, augmentations }
}
