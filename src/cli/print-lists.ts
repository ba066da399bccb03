import type { Product, SearchResult } from '../catalog/full/index.ts'
import { pad, wrap } from './columns.ts'
import { formatCodes, type Style } from './print.ts'

/** Wraps a text, every line with a margin. */
const formatText = (text: string, { columns }: Style): readonly string[] =>
  wrap(text, columns - 2).map((line) => `  ${line}`)

export function printResults(results: readonly SearchResult[], style: Style): string {
  const { language, colors, columns } = style
  const lines = results.flatMap(({ service, actions, class: name, retry, wireText, meaning, ...codes }) => {
    const code = formatCodes(codes)
    const of = actions ? ` (${actions.join(', ')})` : ''
    const head = `${service} ${colors.bold(code)}${of}`
    const verdict = `${colors.yellow(name)}, ${retry}`
    const length = service.length + code.length + of.length + name.length + retry.length + 5
    const text = meaning?.[language] ?? wireText
    return [
      ...(length <= columns ? [`${head}  ${verdict}`] : [head, `  ${verdict}`]),
      ...(text ? formatText(text, style) : []),
    ]
  })
  return `${lines.join('\n')}\n`
}

export function printProducts(list: readonly Product[], { language, colors, columns }: Style): string {
  const width = Math.max(...list.map(({ service }) => service.length)) + 2
  const lines = list.flatMap(({ service, title, versions, codes }) => {
    const rest = [String(codes).padStart(5), title?.[language], versions.join(', ')].filter((part) => part).join('  ')
    return wrap(rest.trimStart(), columns - width - 2 - (rest.length - rest.trimStart().length)).map((line, at) =>
      at === 0
        ? `${colors.bold(pad(service, width))}${rest.slice(0, rest.length - rest.trimStart().length)}${line}`
        : `${' '.repeat(width + 7)}${line}`,
    )
  })
  return `${lines.join('\n')}\n`
}
