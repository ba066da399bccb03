import { useEffect, useRef } from 'preact/hooks'
import { CodePage } from '../code/code-page.tsx'
import { LabPage } from '../lab/lab-page.tsx'
import { PastePage } from '../paste/paste-page.tsx'
import { SearchPage } from '../search/search-page.tsx'
import { useText } from '../text/language.tsx'
import { Header } from './header.tsx'
import type { Route } from './route.ts'
import { useRoute } from './use-route.ts'

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'search':
      return <SearchPage asked={route.query} />
    case 'code':
      return <CodePage {...route} />
    case 'paste':
      return <PastePage />
    case 'lab':
      return <LabPage asked={route.scenario} />
  }
}

/** Marks the current history entry. Returns true if it was marked before: the reader went back or forward. */
function markVisited(): boolean {
  const visited = history.state !== null
  if (!visited) history.replaceState({ visited: true }, '')
  return visited
}

/**
 * Scrolls to the start of a newly opened page and focuses its heading, for screen readers; after going back, focuses
 * the link that was followed.
 */
function useArrival(route: Route): void {
  const left = useRef<string>(undefined)
  useEffect(() => {
    const from = left.current
    left.current = location.hash
    const returned = markVisited()
    if (from === undefined) return
    const links = returned ? [...document.querySelectorAll<HTMLAnchorElement>('main a')] : []
    const followed = links.find(({ hash }) => hash === from)
    if (followed) return followed.focus()
    scrollTo(0, 0)
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
  }, [route])
}

export function App() {
  const route = useRoute()
  const t = useText()
  useArrival(route)
  return (
    <>
      <Header page={route.page} />
      <main>
        <Page route={route} />
      </main>
      <footer>
        {t({
          en: 'axios-tencentcloud · works offline; nothing you type leaves this page.',
          zh: 'axios-tencentcloud · 可离线使用；输入的内容不会离开本页面。',
        })}
      </footer>
    </>
  )
}
