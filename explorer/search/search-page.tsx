import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { noQuery, parseRoute, type Query, searchHref } from '../app/route.ts'
import { useTitle } from '../app/use-title.ts'
import { catalog } from '../data/catalog.ts'
import { useText } from '../text/language.tsx'
import { Filters } from './filters.tsx'
import { groupRows } from './group-rows.ts'
import { ResultList } from './result-list.tsx'
import { SearchBox } from './search-box.tsx'
import { SearchIndex } from './search-index.ts'

const index = new SearchIndex(catalog)

/** Delay of address changes in ms, because browsers refuse changes that are too frequent. */
const addressDelayMs = 200

/** Keeps the search in the address, so that it can be shared and is restored after going back. */
function useAddress(query: Query): () => void {
  const write = useCallback(() => {
    const href = searchHref(query)
    // The timer may fire when the reader has already left for another page.
    if (parseRoute(location.hash).page === 'search' && href !== (location.hash || '#/'))
      history.replaceState(history.state, '', href)
  }, [query])
  useEffect(() => {
    const timer = setTimeout(write, addressDelayMs)
    return () => clearTimeout(timer)
  }, [write])
  return write
}

const examples = ['RequestLimitExceeded', '4420', '10250', 'SignatureExpire', '余额不足', 'already exists']

export function SearchPage({ asked }: { readonly asked: Query }) {
  const t = useText()
  const [query, setQuery] = useState(asked)
  useEffect(() => setQuery(asked), [asked])
  const writeAddress = useAddress(query)
  const { codes, words } = useMemo(() => {
    const found = index.search(query)
    return { codes: groupRows(found.rows), words: found.words }
  }, [query])
  const list = useRef<HTMLUListElement>(null)
  useTitle(query.text || t({ en: 'Codes', zh: '错误码' }))
  const count = catalog.pairs.toLocaleString('en')
  return (
    <>
      <div class="hero">
        <h1 tabIndex={-1}>{t({ en: 'What does this error mean?', zh: '这个错误是什么意思？' })}</h1>
        <p>
          {t({
            en: `${count} error codes of ${catalog.products.length - 1} Tencent Cloud products: what each one means, and whether the call may be sent again.`,
            zh: `${catalog.products.length - 1} 个腾讯云产品的 ${count} 个错误码：含义、处理方法，以及调用能否重发。`,
          })}
        </p>
      </div>
      <search class="search">
        <SearchBox
          value={query.text}
          onInput={(text) => setQuery({ ...query, text })}
          onDown={() => list.current?.querySelector('a')?.focus()}
          onEnter={() => list.current?.querySelector('a')?.click()}
        />
        <Filters query={query} onChange={setQuery} onClear={() => setQuery({ ...noQuery, text: query.text })} />
        {query.text === '' && (
          <p class="examples">
            {t({ en: 'For example', zh: '例如' })}{' '}
            {examples.map((example) => (
              <button key={example} type="button" class="chip" onClick={() => setQuery({ ...query, text: example })}>
                {example}
              </button>
            ))}
          </p>
        )}
      </search>
      <ResultList codes={codes} words={words} query={query} list={list} onOpen={writeAddress} />
    </>
  )
}
