import type { Text } from '../../catalog/index.ts'
import type { Repeat } from '../../request/index.ts'
import type { FaultKind } from './transport-fault.ts'

/** What happened, and what to look at. */
interface FaultTexts {
  readonly meaning: Text
  readonly hint: Text
}

const checkNetwork: Text = {
  en: 'Check the host name, DNS, the proxy and the firewall.',
  zh: '请检查域名、DNS、代理和防火墙。',
}

const withoutCode: Text = {
  en: 'An HTTP error without a code of Tencent Cloud came back, mostly from a gateway or proxy on the way.',
  zh: '返回的是不含腾讯云错误码的 HTTP 错误，多来自途经的网关或代理。',
}

const texts: Readonly<Record<FaultKind, FaultTexts>> = {
  'not-connected': {
    meaning: {
      en: 'No connection could be made, so this attempt was not sent.',
      zh: '无法建立连接，本次请求没有发出。',
    },
    hint: checkNetwork,
  },
  'connect-timeout': {
    meaning: {
      en: 'The connection was not made in time, so this attempt was not sent.',
      zh: '建立连接超时，本次请求没有发出。',
    },
    hint: checkNetwork,
  },
  distrusted: {
    meaning: {
      en: 'The certificate of the server is not trusted, so this attempt was not sent.',
      zh: '服务器证书不受信任，本次请求没有发出。',
    },
    hint: {
      en: 'Check the clock and the CA certificates of this machine, and whether a proxy replaces certificates.',
      zh: '请检查本机时间和 CA 证书，以及是否有代理替换了证书。',
    },
  },
  'no-tls': {
    meaning: {
      en: 'The TLS connection could not be made, or failed.',
      zh: 'TLS 连接未能建立，或已出错。',
    },
    hint: {
      en: 'Check whether the address and the proxy take https, and with which versions of TLS.',
      zh: '请检查该地址和代理是否支持 https，以及支持哪些 TLS 版本。',
    },
  },
  lost: {
    meaning: {
      en: 'The connection broke before the answer was complete.',
      zh: '连接在收到完整响应之前中断。',
    },
    hint: {
      en: 'If it happens often, look at the proxies, NAT and keep-alive timeouts on the way.',
      zh: '若经常出现，请检查途经的代理、NAT 和长连接超时设置。',
    },
  },
  timeout: {
    meaning: { en: 'The answer did not come in time.', zh: '未能及时收到响应。' },
    hint: {
      en: 'If the action takes long, raise `timeout`.',
      zh: '若该操作本身耗时较长，请调大 `timeout`。',
    },
  },
  deadline: {
    meaning: { en: 'The deadline of the call passed.', zh: '已超过本次调用的截止时间。' },
    hint: {
      en: 'If the action takes long, raise `deadlineMs`.',
      zh: '若该操作本身耗时较长，请调大 `deadlineMs`。',
    },
  },
  unsendable: {
    meaning: { en: 'The request could not be sent.', zh: '请求无法发出。' },
    hint: { en: 'The message and the cause say why.', zh: '原因见错误信息和 cause。' },
  },
  unreadable: {
    meaning: { en: 'The answer could not be read.', zh: '收到了响应，但无法读取。' },
    hint: {
      en: 'The message says why: for instance, it is larger than `maxContentLength`.',
      zh: '原因见错误信息，例如响应超过了 `maxContentLength`。',
    },
  },
  'http-throttled': {
    meaning: {
      en: 'The server or a gateway before it refused the request, because there are too many (HTTP 429).',
      zh: '请求过于频繁，被服务器或其前面的网关拒绝（HTTP 429）。',
    },
    hint: { en: 'Send fewer requests at a time.', zh: '请降低请求频率。' },
  },
  'http-unavailable': {
    meaning: {
      en: 'The server or a gateway before it is not available at the moment (HTTP 503).',
      zh: '服务器或其前面的网关暂时不可用（HTTP 503）。',
    },
    hint: { en: 'Wait a while first.', zh: '请等待一段时间后再试。' },
  },
  'http-gateway': {
    meaning: withoutCode,
    hint: { en: '`body` has the beginning of the page.', zh: '页面的开头见 `body`。' },
  },
  'http-refused': {
    meaning: withoutCode,
    hint: {
      en: 'Check the address, the method, and what a proxy or gateway on the way permits.',
      zh: '请检查地址、请求方法，以及途经的代理或网关是否放行。',
    },
  },
  'stream-empty': {
    meaning: {
      en: 'The event stream ended, or its connection broke, before the first content.',
      zh: '事件流在输出首个内容之前结束或中断。',
    },
    hint: {
      en: 'If it happens often, ask the service with the request id.',
      zh: '若经常出现，请携带请求 ID 咨询服务方。',
    },
  },
  'no-envelope': {
    meaning: {
      en: 'The answer is not one of the API: empty, HTML, or JSON without its `Response`.',
      zh: '返回的不是 API 的响应：内容为空、是网页，或 JSON 中没有 `Response`。',
    },
    hint: {
      en: 'Check whether a proxy, gateway or portal on the way answers in the place of the API.',
      zh: '请检查途经的代理、网关或认证页面是否代替 API 作了响应。',
    },
  },
  'stream-broken': {
    meaning: {
      en: 'The connection broke while the event stream was read: the call ran, and its answer is incomplete.',
      zh: '读取事件流时连接中断：请求已执行，但响应不完整。',
    },
    hint: { en: 'Use what arrived, or ask again.', zh: '请使用已收到的部分，或重新请求。' },
  },
}

const safe: Text = { en: 'A repeat is safe.', zh: '重发是安全的。' }

/** What to mind before a call is sent again that may have run. */
const ifItRan: Readonly<Record<Repeat, Text>> = {
  read: safe,
  idempotent: safe,
  generate: {
    en: 'It may have run: a repeat changes nothing, and costs tokens.',
    zh: '请求可能已经执行：重发不会产生其他影响，但会消耗 Token。',
  },
  overwrite: {
    en: 'It may have run: look at the resource before you send it again, because a repeat could undo a later change.',
    zh: '请求可能已经执行：重发前请先查看资源的状态，否则可能覆盖之后的修改。',
  },
  duplicate: {
    en: 'It may have run: look before you send it again, because a repeat could create, send or pay a second time.',
    zh: '请求可能已经执行：重发前请先确认，否则可能重复创建、重复发送或重复扣费。',
  },
}

const didNotRun: Text = { en: 'It did not run, so a repeat is safe.', zh: '请求没有执行，重发是安全的。' }

/**
 * The meaning and the remedy of a failure without an envelope.
 *
 * @param mayHaveRun could the service have executed the call, in any of its attempts?
 * @param repeat what a repeat of the call can do; by default the worst
 */
export function describeFault(
  kind: FaultKind,
  mayHaveRun: boolean,
  repeat: Repeat = 'duplicate',
): { readonly meaning: Text; readonly remedy: Text } {
  const { meaning, hint } = texts[kind]
  const advice = mayHaveRun ? ifItRan[repeat] : didNotRun
  return { meaning, remedy: { en: `${advice.en} ${hint.en}`, zh: `${advice.zh}${hint.zh}` } }
}
