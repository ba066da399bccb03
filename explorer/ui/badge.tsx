import type { Disposition } from '../../src/catalog/index.ts'
import { dispositionNames, dispositionTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'

/** A disposition: by its name in the API, in Chinese told in words. */
export function Badge({ retry }: { readonly retry: Disposition }) {
  const t = useText()
  return (
    <span class={`badge badge-${retry}`} title={`${retry}: ${t(dispositionTexts[retry])}`}>
      {t(dispositionNames[retry])}
    </span>
  )
}
