import { codeHref } from '../app/route.ts'
import { findMeaning } from '../data/rows.ts'
import { useText } from '../text/language.tsx'
import { Badge } from '../ui/badge.tsx'
import { ClassName } from '../ui/class-name.tsx'
import { Name } from '../ui/name.tsx'
import type { FoundCode } from './group-rows.ts'
import { splitMatches } from './split-matches.ts'
import { summarize } from './summarize.ts'

interface Props {
  readonly found: FoundCode
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

/** A code that was found, with all its products; the whole row is one link. */
export function ResultRow({ found, words }: Props) {
  const t = useText()
  const { code, moduleCode, rows } = found
  const { products, names, meanings, difference, service } = summarize(found)
  const [best] = rows
  const retries = [...new Set(meanings.map(({ retry }) => retry))]
  const [main] = meanings
  return (
    <li>
      <a href={codeHref(service, code, moduleCode)}>
        <span class="row-code">
          <MarkedName text={code || t({ en: 'any code', zh: '任意错误码' })} words={words} />
          {moduleCode && <span class="row-module"> ({marked(moduleCode, words)})</span>}
        </span>
        <span class="row-product">{t(products)}</span>
        <span class="row-class">{difference ? <b>{t(difference)}</b> : main && <ClassName name={main.class} />}</span>
        <span class="row-badges">
          {retries.map((retry) => (
            <Badge key={retry} retry={retry} />
          ))}
        </span>
        <span class="row-text">{marked(best.more.wireText ?? t(findMeaning(best)), words)}</span>
        {names.length > 0 && <span class="row-names">{names.join(' · ')}</span>}
      </a>
    </li>
  )
}
