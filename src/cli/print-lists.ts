import type { Product } from '../catalog/full/index.ts'
import type { FoldedResult, FoldedSearch } from '../catalog/full/search-folded.ts'
import { countColumns, pad, wrap } from './columns.ts'
import { formatCodes, formatProductIds, type Style } from './print.ts'
import { countServices, tellCut, words } from './words.ts'

/** Wraps a text, every line with a margin. */
const formatText = (text: string, { columns }: Style): readonly string[] =>
  wrap(text, columns - 2).map((line) => `  ${line}`)

function formatResult(result: FoldedResult, style: Style): readonly string[] {
  const { services, actions, class: name, retry, wireText, meaning, ...codes } = result
  const { language, colors, columns } = style
  const [service = ''] = services
  const isOne = services.length === 1 && service !== '*'
  const code = formatCodes(codes)
  const product = isOne ? `${service} ` : ''
  const rest = `${actions ? ` (${actions.join(', ')})` : ''}${service === '*' ? `  (${words.everyProduct[language]})` : ''}`
  const head = `${product}${colors.bold(code)}${rest}`
  const verdict = `${colors.yellow(name)}, ${retry}`
  const length = countColumns(`${product}${code}${rest}  ${name}, ${retry}`)
  const text = meaning?.[language] ?? wireText
  return [
    ...(length <= columns ? [`${head}  ${verdict}`] : [head, `  ${verdict}`]),
    ...(services.length > 1
      ? formatText(countServices(services.length)[language] + formatProductIds(services, style), style)
      : []),
    ...(text ? formatText(text, style) : []),
  ]
}

/** @param limit what the list was cut to */
export function printResults({ results, total }: FoldedSearch, limit: number, style: Style): string {
  const lines = results.flatMap((result) => formatResult(result, style))
  const further = limit < 50 ? 50 : limit * 2
  const cut = total > results.length ? ['', tellCut(results.length, total, further)[style.language]] : []
  return `${[...lines, ...cut].join('\n')}\n`
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
