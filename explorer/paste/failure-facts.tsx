import type { LookupResult, Text } from '../../src/catalog/index.ts'
import type { TransportFault } from '../../src/engine/recovery/transport-fault.ts'
import type { Envelope } from '../../src/envelope/index.ts'
import { codeHref } from '../app/route.ts'
import { dispositionTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'
import { Badge } from '../ui/badge.tsx'
import { Fact } from '../ui/fact.tsx'
import type { Call, Explained } from './explain.ts'

type Found = 'body' | 'inside' | 'sdk-text'

const foundTexts: Readonly<Record<Found, Text>> = {
  body: { en: 'the body', zh: '响应体' },
  inside: { en: 'an object inside the text', zh: '文本中的对象' },
  'sdk-text': {
    en: 'an SDK’s message; the middleware itself sees the body',
    zh: 'SDK 的报错文本；中间件实际读取的是响应体',
  },
}

interface Props {
  readonly explained: Explained
  readonly found: Found
  readonly call: Call
}

/** The page of the code in the list that decided; if several did, in the first of them. */
function toHref({ code, moduleCode }: Envelope, listed: LookupResult, call: Call): string {
  if (listed.service !== '*') return codeHref(listed.service, code, listed.moduleCode)
  const [first] = listed.products ?? []
  return first === undefined
    ? codeHref(call.service || '*', code, listed.moduleCode)
    : codeHref(first, code, moduleCode)
}

function decidedBy({ source, documented, products, agreed }: LookupResult): Text {
  if (products) {
    const names = products.join(', ')
    return agreed
      ? { en: `all lists that have it, which say the same: ${names}`, zh: `所有收录此错误码的列表，结论一致：${names}` }
      : {
          en: `all lists that have it; they differ, so the most careful holds: ${names}`,
          zh: `所有收录此错误码的列表，结论不一，取最谨慎的：${names}`,
        }
  }
  if (source === 'listed') return { en: 'an entry for this code', zh: '此错误码的条目' }
  return documented
    ? { en: 'the rule for its prefix', zh: '前缀规则' }
    : { en: 'a guess from its name', zh: '根据名称推断' }
}

function couldRun({ delivery, disposition }: TransportFault): Text {
  if (delivery === 'not-sent') return { en: 'no: it was not sent', zh: '否：请求并未发出' }
  return delivery === 'in-doubt' || disposition === 'transient'
    ? { en: 'perhaps: this cannot be determined', zh: '可能，无法确定' }
    : { en: 'no: it was rejected', zh: '否：请求被拒绝' }
}

/** The facts that were read from the text. */
export function FailureFacts({ explained, found, call }: Props) {
  const t = useText()
  const { envelope, listed, fault, failure } = explained
  const code = envelope?.code ?? fault?.code ?? ''
  return (
    <dl class="facts">
      <Fact name={t({ en: 'Code', zh: '错误码' })}>
        {listed && envelope ? (
          <a href={toHref(envelope, listed, call)}>
            <code>{code}</code>
          </a>
        ) : (
          <code>{code}</code>
        )}
        {envelope?.moduleCode && <code> ({envelope.moduleCode})</code>}
      </Fact>
      {envelope?.message && <Fact name={t({ en: 'Message', zh: '信息' })}>{envelope.message}</Fact>}
      <Fact name={t({ en: 'Disposition', zh: '处置方式' })}>
        <Badge retry={failure.retry} /> {t(dispositionTexts[failure.retry])}
      </Fact>
      {envelope && (
        <Fact name={t({ en: 'Read from', zh: '读取自' })}>
          {t(foundTexts[found])} · <code>{envelope.dialect}</code>
        </Fact>
      )}
      {listed && <Fact name={t({ en: 'Decided by', zh: '判断依据' })}>{t(decidedBy(listed))}</Fact>}
      {fault && <Fact name={t({ en: 'Could it have run?', zh: '可能已执行？' })}>{t(couldRun(fault))}</Fact>}
      {envelope?.requestId && (
        <Fact name="RequestId">
          <code>{envelope.requestId}</code>
        </Fact>
      )}
      {envelope?.traceId && (
        <Fact name="TraceId">
          <code>{envelope.traceId}</code>
        </Fact>
      )}
    </dl>
  )
}
