import { Explanation } from '../code/explanation.tsx'
import { DecisionTable } from '../decision/decision-table.tsx'
import { StepList } from '../decision/step-list.tsx'
import { repeatTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'
import type { Call, Explained } from './explain.ts'
import { FailureFacts } from './failure-facts.tsx'
import type { Finding } from './find-failure.ts'
import { Outcome } from './outcome.tsx'

interface Props {
  readonly finding: Finding
  readonly explained: Explained | undefined
  readonly call: Call
}

/** The reasons for the outcome. */
function Reasons({ finding, explained, call }: Props & { readonly explained: Explained }) {
  const t = useText()
  const { repeat, failure, listed } = explained
  const { en, zh } = repeatTexts[repeat].name
  return (
    <>
      {listed && <Explanation meaning={listed.meaning} remedy={listed.remedy} />}
      <FailureFacts
        explained={explained}
        code={finding.kind === 'code' ? finding.question.code : finding.kind === 'transport' ? finding.code : ''}
        place={finding.kind === 'code' ? finding.place : undefined}
        call={call}
      />
      <h2>
        {call.action === ''
          ? t({ en: `By kind of call; without an action it counts as: ${en}`, zh: `按调用类型；未知接口按“${zh}”处理` })
          : t({ en: `By kind of call; this one: ${en}`, zh: `按调用类型；本次：${zh}` })}
      </h2>
      <DecisionTable failure={failure} chosen={repeat} />
      <details class="more-steps">
        <summary>{t({ en: 'If every attempt fails like this', zh: '若每次都这样失败' })}</summary>
        <StepList failure={failure} repeat={repeat} />
      </details>
      <p class="note">
        {t({
          en: 'Assumes default options, a body that can be sent again and a call that can be signed again. Waits are those of backoff; a throttled call waits in the queue, at the pace that the API allows.',
          zh: '按默认选项计算；假定请求体可再次发送、调用可重新签名。所示等待为退避时间：被限频的调用会按 API 允许的速率排队。',
        })}
      </p>
    </>
  )
}

/** What the middleware would do. Screen readers announce the outcome; the reasons follow below. */
export function PasteResult({ finding, explained, call }: Props) {
  const t = useText()
  const isFailure = finding.kind === 'code' || finding.kind === 'transport'
  return (
    <section class="panel paste-result">
      <h2>{t({ en: 'What happens', zh: '处理结果' })}</h2>
      <div role="status">
        <Outcome finding={finding} explained={explained} />
      </div>
      {isFailure && explained && <Reasons finding={finding} explained={explained} call={call} />}
    </section>
  )
}
