import { useEffect, useMemo, useState } from 'preact/hooks'
import { useTitle } from '../app/use-title.ts'
import { useText } from '../text/language.tsx'
import { type Call, type Explained, explain } from './explain.ts'
import { findFailure } from './find-failure.ts'
import { guessCall } from './guess-call.ts'
import { type Pasted, PasteForm } from './paste-form.tsx'
import { PasteResult } from './paste-result.tsx'

const nothing: Pasted = { text: '', service: '', action: '', status: '', clientToken: false }

/** Typed values take precedence over those found in the text. */
function toCall({ text, service, action, status, clientToken }: Pasted): Call {
  const guessed = guessCall(text)
  return {
    service: (service.trim() || guessed.service) ?? '',
    action: (action.trim() || guessed.action) ?? '',
    clientToken,
    status: /^[1-5]\d\d$/.test(status.trim()) ? Number(status) : undefined,
  }
}

export function PastePage() {
  const t = useText()
  const [pasted, setPasted] = useState(nothing)
  const [explained, setExplained] = useState<Explained>()
  const call = useMemo(() => toCall(pasted), [pasted])
  const finding = useMemo(() => findFailure(pasted.text, call.status), [pasted.text, call.status])
  useTitle(t({ en: 'Paste a response', zh: '粘贴响应' }))
  useEffect(() => {
    let current = true
    explain(finding, call).then((result) => {
      if (current) setExplained(result)
    })
    return () => {
      current = false
    }
  }, [finding, call])
  return (
    <>
      <h1 tabIndex={-1}>{t({ en: 'What would the middleware do?', zh: '中间件会怎么做？' })}</h1>
      <p class="note">
        {t({
          en: 'Paste a response body of any dialect, a whole HTTP response, or a log line. It is read by the library’s own code, here in the page.',
          zh: '粘贴任意格式的响应体、完整的 HTTP 响应或一行日志。由本包自己的代码在本页面内解析。',
        })}
      </p>
      <PasteForm pasted={pasted} call={call} onChange={setPasted} />
      <PasteResult finding={finding} explained={explained} call={call} />
    </>
  )
}
