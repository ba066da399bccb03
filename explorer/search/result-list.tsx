import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Query } from '../app/route.ts'
import { useText } from '../text/language.tsx'
import type { FoundCode } from './group-rows.ts'
import { ResultRow } from './result-row.tsx'

/** Results per page: more than a screen, and few enough to render between two keystrokes. */
const page = 20

interface Props {
  readonly codes: readonly FoundCode[]
  /** The words of the search, in lower case. */
  readonly words: readonly string[]
  readonly query: Query
  readonly list: RefObject<HTMLUListElement | null>
  readonly onOpen: () => void
}

/** Moves the focus among the results; up from the first one, to the search box. */
function moveFocus(event: KeyboardEvent, list: HTMLUListElement | null): void {
  if (!list || !(event.target instanceof HTMLAnchorElement)) return
  const links = [...list.querySelectorAll('a')]
  const at = links.indexOf(event.target)
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: Math.min(at + 1, links.length - 1),
    ArrowUp: at - 1,
    Home: 0,
    End: links.length - 1,
  }
  const next = Object.hasOwn(targets, event.key) ? targets[event.key] : undefined
  if (at < 0 || next === undefined) return
  event.preventDefault()
  if (next < 0) document.getElementById('search')?.focus()
  else links[next]?.focus()
}

export function ResultList({ codes, words, query, list, onOpen }: Props) {
  const t = useText()
  const [shown, setShown] = useState(page)
  useEffect(() => setShown(page), [query])
  const count = codes.length.toLocaleString('en')
  return (
    <section class="results" aria-label={t({ en: 'Results', zh: '结果' })}>
      <p class="count" role="status">
        {codes.length === 0
          ? t({
              en: 'No matching code. Try fewer words, or clear the filters.',
              zh: '没有匹配的错误码，请减少关键词或清除筛选。',
            })
          : t({ en: codes.length === 1 ? '1 code' : `${count} codes`, zh: `${count} 个错误码` })}
      </p>
      <ul
        class="rows"
        ref={list}
        data-query={query.text}
        onKeyDown={(event) => moveFocus(event, list.current)}
        onClickCapture={onOpen}
      >
        {codes.slice(0, shown).map((found) => (
          <ResultRow key={`${found.code} ${found.moduleCode}`} found={found} words={words} />
        ))}
      </ul>
      {shown < codes.length && (
        <button type="button" class="more" onClick={() => setShown(shown + 5 * page)}>
          {t({ en: 'Show more', zh: '显示更多' })}
        </button>
      )}
    </section>
  )
}
