import { useEffect, useMemo, useState } from 'preact/hooks'
import { useTitle } from '../app/use-title.ts'
import { catalog, findRows } from '../data/catalog.ts'
import { useText } from '../text/language.tsx'
import { type Call, type Explained, explain } from './explain.ts'
import { type Finding, findFailure, readCall } from './find-failure.ts'
import { indexCodes } from './known-codes.ts'
import { type Pasted, PasteForm } from './paste-form.tsx'
import { PasteResult } from './paste-result.tsx'

const nothing: Pasted = { text: '', service: '', action: '', status: '', clientToken: false }

const known = indexCodes(catalog)

const readStatus = ({ status }: Pasted): number | undefined =>
  /^[1-5]\d\d$/.test(status.trim()) ? Number(status) : undefined

/** What is shown: all of it about one text and one call, even while the next one is looked up. */
interface Shown {
  readonly finding: Finding
  readonly call: Call
  readonly explained: Explained | undefined
}

/** Typed values take precedence over those found in the text. */
function toCall(pasted: Pasted, finding: Finding): Call {
  const { service, action } = readCall(finding)
  return {
    service: (pasted.service.trim() || service) ?? '',
    action: (pasted.action.trim() || action) ?? '',
    clientToken: pasted.clientToken,
    status: readStatus(pasted),
  }
}

const findMeanings = (code: string) =>
  findRows(code).map(({ product, class: errorClass, retry }) => ({
    service: product.service,
    code,
    class: errorClass,
    retry,
  }))

export function PastePage() {
  const t = useText()
  const [pasted, setPasted] = useState(nothing)
  const status = readStatus(pasted)
  const finding = useMemo(() => findFailure(pasted.text, known, status), [pasted.text, status])
  const call = useMemo(() => toCall(pasted, finding), [pasted, finding])
  const [shown, setShown] = useState<Shown>({ finding, call, explained: undefined })
  useTitle(t({ en: 'Paste a response', zh: '粘贴响应' }))
  useEffect(() => {
    let current = true
    explain(finding, call, findMeanings).then((explained) => {
      if (current) setShown({ finding, call, explained })
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
          en: 'Paste a code, a response body, a whole HTTP response, a log line, or an exception. It is read by the library’s own code, here in the page.',
          zh: '粘贴错误码、响应体、完整的 HTTP 响应、一行日志或异常文本。由本包自己的代码在本页面内解析。',
        })}
      </p>
      <PasteForm pasted={pasted} call={call} onChange={setPasted} />
      <PasteResult finding={shown.finding} explained={shown.explained} call={shown.call} />
    </>
  )
}
