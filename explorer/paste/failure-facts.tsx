import type { LookupResult, Text } from '../../src/catalog/index.ts'
import type { TransportFault } from '../../src/engine/recovery/transport-fault.ts'
import type { Place, Question } from '../../src/explain/question.ts'
import { codeHref } from '../app/route.ts'
import { describeStanding } from '../code/standing.ts'
import { useText } from '../text/language.tsx'
import { ClassName } from '../ui/class-name.tsx'
import { Disposition } from '../ui/disposition.tsx'
import { Fact } from '../ui/fact.tsx'
import type { Call, Explained } from './explain.ts'

const placeTexts: Readonly<Record<Place, Text>> = {
  typed: { en: 'the code itself', zh: '错误码本身' },
  body: { en: 'the body', zh: '响应体' },
  inside: { en: 'an object inside the text', zh: '文本中的对象' },
  text: { en: 'the words of the text; the middleware itself sees the body', zh: '文本内容；中间件实际读取的是响应体' },
  message: { en: 'its message alone', zh: '仅报错信息' },
}

interface Props {
  readonly explained: Explained
  readonly code: string
  readonly place: Place | undefined
  readonly call: Call
}

/** The page of the code in the list that decided; if several did, in the first of them. */
function toHref({ code, moduleCode }: Question, listed: LookupResult, call: Call): string {
  if (listed.service !== '*') return codeHref(listed.service, code, listed.moduleCode)
  const [first] = listed.products ?? []
  return first === undefined
    ? codeHref(call.service || '*', code, listed.moduleCode)
    : codeHref(first, code, moduleCode)
}

function decidedBy({ listed, inProducts, byStatus }: Explained): Text {
  if (byStatus !== undefined) return { en: `the HTTP status ${byStatus}`, zh: `HTTP 状态码 ${byStatus}` }
  return listed ? describeStanding(listed, inProducts ?? {}) : { en: '', zh: '' }
}

function couldRun({ delivery, disposition }: TransportFault): Text {
  if (delivery === 'not-sent') return { en: 'no: it was not sent', zh: '否：请求并未发出' }
  return delivery === 'in-doubt' || disposition === 'transient'
    ? { en: 'perhaps: this cannot be determined', zh: '可能，无法确定' }
    : { en: 'no: it was rejected', zh: '否：请求被拒绝' }
}

/** The facts that were read from the text. */
export function FailureFacts({ explained, code, place, call }: Props) {
  const t = useText()
  const { question, listed, fault, failure } = explained
  return (
    <dl class="facts">
      <Fact name={t({ en: 'Code', zh: '错误码' })}>
        {listed && question ? (
          <a href={toHref(question, listed, call)}>
            <code>{code}</code>
          </a>
        ) : (
          <code>{code}</code>
        )}
        {question?.moduleCode && <code> ({question.moduleCode})</code>}
      </Fact>
      {question?.serverMessage && <Fact name={t({ en: 'Message', zh: '信息' })}>{question.serverMessage}</Fact>}
      <Fact name={t({ en: 'Error class', zh: '异常类' })}>
        <ClassName name={explained.class} />
      </Fact>
      <Fact name={t({ en: 'Disposition', zh: '处置方式' })}>
        <Disposition retry={failure.retry} documented={failure.documented} />
      </Fact>
      {place && (
        <Fact name={t({ en: 'Read from', zh: '读取自' })}>
          {t(placeTexts[place])}
          {question?.dialect && (
            <>
              {' '}
              · <code>{question.dialect}</code>
            </>
          )}
        </Fact>
      )}
      {listed && <Fact name={t({ en: 'Decided by', zh: '判断依据' })}>{t(decidedBy(explained))}</Fact>}
      {fault && <Fact name={t({ en: 'Could it have run?', zh: '可能已执行？' })}>{t(couldRun(fault))}</Fact>}
      {question?.requestId && (
        <Fact name="RequestId">
          <code>{question.requestId}</code>
        </Fact>
      )}
      {question?.traceId && (
        <Fact name="TraceId">
          <code>{question.traceId}</code>
        </Fact>
      )}
    </dl>
  )
}
