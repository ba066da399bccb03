import { useEffect } from 'preact/hooks'

/** Names the page in its tab and in the history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Tencent Cloud error explorer`
  }, [title])
}
