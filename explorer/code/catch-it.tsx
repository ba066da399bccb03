import { useText } from '../text/language.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { type Caught, toSnippet } from './snippet.ts'

/** The code that catches this failure, to copy. */
export function CatchIt(caught: Caught) {
  const t = useText()
  const snippet = toSnippet(caught)
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{t({ en: 'Catch it', zh: '捕获这个错误' })}</h2>
        <CopyButton label={t({ en: 'Copy the snippet', zh: '复制代码' })} text={() => snippet} />
      </div>
      <pre class="snippet">
        <code>{snippet}</code>
      </pre>
    </section>
  )
}
