import { Explanation } from '../code/explanation.tsx'
import { DecisionTable } from '../decision/decision-table.tsx'
import { StepList } from '../decision/step-list.tsx'
import { situationsOf } from '../decision/verdicts.ts'
import { reasonTexts, repeatTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'
import type { Call, Explained } from './explain.ts'
import { FailureFacts } from './failure-facts.tsx'
import type { Finding } from './find-failure.ts'

interface Props {
  readonly finding: Finding
  readonly explained: Explained | undefined
  readonly call: Call
}

/** The headline: what is thrown, and when. */
function Outcome({ explained: { class: errorClass, failure, repeat } }: { readonly explained: Explained }) {
  const t = useText()
  const verdict = situationsOf(failure)[0]?.verdicts.find((candidate) => candidate.repeat === repeat)
  const again = verdict?.decision === 'retry'
  const reason = reasonTexts[verdict?.reason ?? 'not-retryable']
  return (
    <p class={`outcome ${again ? 'outcome-yes' : 'outcome-no'}`}>
      {again
        ? t({
            en: `Sends the call again: ${reason.en}. If it keeps failing, throws `,
            zh: `重发调用：${reason.zh}。若持续失败，抛出 `,
          })
        : t({ en: `Does not send the call again: ${reason.en}. Throws `, zh: `不重发调用：${reason.zh}。抛出 ` })}
      <code>{errorClass}</code>
    </p>
  )
}

export function PasteResult({ finding, explained, call }: Props) {
  const t = useText()
  if (finding.kind === 'nothing') {
    return <p class="note">{t({ en: 'No failure found yet.', zh: '尚未发现错误。' })}</p>
  }
  if (finding.kind === 'success') {
    return (
      <p class="outcome outcome-yes">
        {t({ en: 'No failure: the response is handed on as it is.', zh: '没有错误：响应将原样返回。' })}
      </p>
    )
  }
  if (!explained) return null
  const { repeat, failure, listed } = explained
  return (
    <section class="panel paste-result">
      <h2>{t({ en: 'What happens', zh: '处理结果' })}</h2>
      <Outcome explained={explained} />
      {listed && <Explanation meaning={listed.meaning} remedy={listed.remedy} />}
      <FailureFacts explained={explained} found={finding.kind === 'envelope' ? finding.found : 'body'} call={call} />
      <h2>
        {t({
          en: `By kind of call; this one: ${repeatTexts[repeat].name.en}`,
          zh: `按调用类型；本次：${repeatTexts[repeat].name.zh}`,
        })}
      </h2>
      <DecisionTable failure={failure} chosen={repeat} />
      <details class="more-steps">
        <summary>{t({ en: 'If every attempt fails so', zh: '若每次都这样失败' })}</summary>
        <StepList failure={failure} repeat={repeat} />
      </details>
      <p class="note">
        {t({
          en: 'Default options; the body can be sent again, and the call can be signed anew. Waits are those of backoff: a throttled call takes its turn at the pace that the API allows.',
          zh: '按默认选项计算；假定请求体可再次发送、调用可重新签名。所示等待为退避时间：被限频的调用会按 API 允许的速率排队。',
        })}
      </p>
    </section>
  )
}
