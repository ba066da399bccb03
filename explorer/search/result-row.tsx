import { codeHref } from '../app/route.ts'
import { type CodeRow, findMeaning } from '../data/rows.ts'
import { useText } from '../text/language.tsx'
import { Badge } from '../ui/badge.tsx'
import { Name } from '../ui/name.tsx'
import { splitMatches } from './split-matches.ts'

interface Props {
  readonly row: CodeRow
  readonly words: readonly string[]
}

/** A code with the search words highlighted. */
function MarkedName({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  return (
    <>
      {splitMatches(text, words).map(({ text: piece, found }) =>
        found ? (
          <mark>
            <Name text={piece} />
          </mark>
        ) : (
          <Name text={piece} />
        ),
      )}
    </>
  )
}

/** Highlights search words in a sentence. Sentences wrap at blanks, so that they need no `Name` component. */
const marked = (text: string, words: readonly string[]) =>
  splitMatches(text, words).map(({ text: piece, found }) => (found ? <mark>{piece}</mark> : piece))

/** A result; the whole row is one link. */
export function ResultRow({ row, words }: Props) {
  const t = useText()
  const { product, code, moduleCode, more } = row
  const details = more.wireText ?? t(row.meaning ?? row.remedy ?? findMeaning(row))
  return (
    <li>
      <a href={codeHref(product.service, code, moduleCode)}>
        <span class="row-code">
          <MarkedName text={code || t({ en: 'any code', zh: '任意错误码' })} words={words} />
          {moduleCode && <span class="row-module"> ({marked(moduleCode, words)})</span>}
        </span>
        <span class="row-product">
          {product.service === '*' ? t({ en: 'all products', zh: '所有产品' }) : product.service}
        </span>
        <span class="row-class">{row.class}</span>
        <Badge retry={row.retry} />
        <span class="row-text">{marked(details, words)}</span>
      </a>
    </li>
  )
}
