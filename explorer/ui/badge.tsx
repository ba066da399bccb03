import type { Disposition } from '../../src/catalog/index.ts'
import { dispositionTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'

/** A disposition, by its name in the API. */
export function Badge({ retry }: { readonly retry: Disposition }) {
  const t = useText()
  return (
    <span class={`badge badge-${retry}`} title={t(dispositionTexts[retry])}>
      {retry}
    </span>
  )
}
