import type { ErrorClassName } from '../../src/catalog/index.ts'

/** What a snippet is to catch. */
export interface Caught {
  readonly class: ErrorClassName
  /** Empty: any. */
  readonly code: string
  /** Empty: any, or none. */
  readonly moduleCode: string
  /** What to do, as a comment. */
  readonly advice: string
}

/** A string literal of TypeScript, whatever the address of the page says. */
const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`

const toComment = (text: string): string => `// ${text.replaceAll(/\s+/g, ' ').trim()}`

/** TypeScript that catches this code and lets every other error pass. */
export function toSnippet({ class: name, code, moduleCode, advice }: Caught): string {
  const conditions = [
    `error instanceof ${name}`,
    ...(code === '' ? [] : [`error.code === ${quoted(code)}`]),
    ...(moduleCode === '' ? [] : [`error.moduleCode === ${quoted(moduleCode)}`]),
  ]
  return `import { ${name} } from 'axios-tencentcloud'

try {
  // your call
} catch (error) {
  if (!(${conditions.join(' && ')})) throw error
  ${toComment(advice)}
}
`
}
