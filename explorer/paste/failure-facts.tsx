import type { Text } from '../../src/catalog/index.ts'
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

/** The facts that were read from the text. */
export function FailureFacts({ explained, found, call }: Props) {
  const t = useText()
  const { envelope, listed, fault, failure } = explained
  const code = envelope?.code ?? fault?.code ?? ''
  return (
    <dl class="facts">
      <Fact name={t({ en: 'Code', zh: '错误码' })}>
        {listed ? (
          <a href={codeHref(listed.service === '*' ? call.service || '*' : listed.service, code, listed.moduleCode)}>
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
      {listed && (
        <Fact name={t({ en: 'Decided by', zh: '判断依据' })}>
          {listed.source === 'listed'
            ? t({ en: 'an entry for this code', zh: '此错误码的条目' })
            : listed.documented
              ? t({ en: 'the rule for its prefix', zh: '前缀规则' })
              : t({ en: 'a guess from its name', zh: '根据名称推断' })}
        </Fact>
      )}
      {fault && (
        <Fact name={t({ en: 'Could it have run?', zh: '可能已执行？' })}>
          {fault.delivery === 'not-sent'
            ? t({ en: 'no: it was not sent', zh: '否：请求并未发出' })
            : fault.delivery === 'in-doubt'
              ? t({ en: 'perhaps: this cannot be determined', zh: '可能，无法确定' })
              : t({ en: 'no: it was rejected', zh: '否：请求被拒绝' })}
        </Fact>
      )}
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
