import { listSituations } from '../decision/verdicts.ts'
import { reasonTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'
import { ClassName } from '../ui/class-name.tsx'
import type { Explained } from './explain.ts'
import type { Finding } from './find-failure.ts'

interface Props {
  readonly finding: Finding
  readonly explained: Explained | undefined
}

function Failure({ explained: { class: errorClass, failure, repeat } }: { readonly explained: Explained }) {
  const t = useText()
  const verdict = listSituations(failure)[0]?.verdicts.find((candidate) => candidate.repeat === repeat)
  const again = verdict?.decision === 'retry'
  const { en, zh } = reasonTexts[verdict?.reason ?? 'not-retryable']
  return (
    <p class={`outcome ${again ? 'outcome-yes' : 'outcome-no'}`}>
      {again
        ? t({
            en: `Sends the call again: ${en}. If it keeps failing, throws `,
            zh: `重发调用：${zh}。若持续失败，抛出 `,
          })
        : t({ en: `Does not send the call again: ${en}. Throws `, zh: `不重发调用：${zh}。抛出 ` })}
      <ClassName name={errorClass} />
    </p>
  )
}

/** The outcome in one sentence: whether the call is repeated, and what is thrown. */
export function Outcome({ finding, explained }: Props) {
  const t = useText()
  if (finding.kind === 'nothing') {
    return <p class="note">{t({ en: 'No failure found in the text so far.', zh: '文本中尚未发现错误。' })}</p>
  }
  if (finding.kind === 'success') {
    return (
      <p class="outcome outcome-yes">
        {t({ en: 'No failure: the response is returned unchanged.', zh: '没有错误：响应将原样返回。' })}
      </p>
    )
  }
  if (finding.kind === 'term') {
    const { term, texts } = finding
    return (
      <p class="note">
        <code>{term}</code>{' '}
        {texts
          ? `${t(texts.meaning)}${texts.remedy ? ` ${t(texts.remedy)}` : ''}`
          : t({ en: 'is a class of this package; paste its code.', zh: '是本包的错误类。请粘贴错误码。' })}
      </p>
    )
  }
  return explained ? <Failure explained={explained} /> : null
}
