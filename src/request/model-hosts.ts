import type { HostRule } from './tencent-hosts.ts'

/** The part of an address that decides. */
interface Address {
  readonly hostname: string
  readonly path: string
}

const exact = (service: string, ...domains: readonly string[]): readonly HostRule[] =>
  domains.map((domain) => ({ domain, match: 'exact', service }))

const tokenHubDomains = ['tencentmaas.com', 'tencentmaas.cn', 'tencentcloudmaas.com', 'tencentcloudmaas.tech']

/**
 * The hosts that speak the protocols of OpenAI, of Anthropic or of agents, with the beginning of their paths where other
 * paths of the host are not theirs. Left out are hosts with models or bodies of others (`ti.tencentcs.com`, EdgeOne's AI
 * gateway): who calls one names it in `hosts`.
 */
export const modelHostRules: readonly HostRule[] = [
  // https://cloud.tencent.com/document/product/1823/131595
  ...exact('tokenhub', ...tokenHubDomains.flatMap((domain) => [`tokenhub.${domain}`, `tokenhub-intl.${domain}`])),
  // https://www.tencentcloud.com/document/product/1255/70381
  ...exact('lkeap', 'api.lkeap.cloud.tencent.com', 'api.lkeap.tencentcloud.com'),
  // https://cloud.tencent.com/document/product/1729/111007
  ...exact('hunyuan', 'api.hunyuan.cloud.tencent.com'),
  // https://www.tencentcloud.com/document/product/1254/81449; the gateway's and `capi` by public reports.
  ...exact('adp', 'api.adp.cloud.tencent.com', 'capi.adp.tencent.com'),
  ...exact('adp', 'wss.lke.cloud.tencent.com', 'wss.lke.tencentcloud.com'),
  { domain: 'adp.tencent.com', match: 'exact', service: 'adp', path: '/adp/' },
  { domain: 'yuanqi.tencent.com', match: 'exact', service: 'yuanqi', path: '/openapi/' },
  // https://docs.cloudbase.net/http-api/ai-model/call-llm; other paths of the gateway lead to code of customers.
  { domain: 'api.tcloudbasegateway.com', match: 'below', service: 'cloudbase', path: '/v1/ai/' },
]

/** The products whose hosts of API 3.0 answer with event streams too. */
const streamingApi3: ReadonlySet<string> = new Set(['hunyuan', 'lkeap', 'lke', 'adp', 'tokenhub'])

/** The products of model endpoints. A gateway whose `service` is one of them counts as such an endpoint. */
export const modelServices: ReadonlySet<string> = new Set([
  ...streamingApi3,
  ...modelHostRules.flatMap(({ service = '' }) => service),
])

/** Is it a call to one of the hosts above? */
export const isModelTarget = ({ hostname, path }: Address): boolean =>
  modelHostRules.some(
    ({ domain, match, path: begin = '/' }) =>
      (match === 'exact' ? hostname === domain : hostname.endsWith(`.${domain}`)) && path.startsWith(begin),
  )

/** Is it a host of API 3.0 whose product answers with event streams? */
export const isStreamingApi3 = ({ hostname }: Pick<Address, 'hostname'>): boolean =>
  streamingApi3.has(hostname.split('.', 1)[0] ?? '') && /\.tencentcloudapi\.(?:com|cn|com\.cn)$/.test(hostname)

/** What a call to a model endpoint does, by which it is decided whether it may be repeated. */
export type ModelUse =
  /** Answers a prompt: a repeat changes nothing, and costs tokens. */
  | 'generate'
  /** Runs an agent, continues a stored answer or begins a job: a repeat does it a second time. */
  | 'duplicate'
  /** Reads. */
  | 'read'

/** The paths at which a prompt is answered, in every protocol. */
const generating = /\/(?:chat\/completions|completions|messages|embeddings|responses)\/?$/

/** Does a path belong to a protocol of model endpoints? */
export const isModelPath = (path: string): boolean => generating.test(path)

const uses: readonly (readonly [path: RegExp, use: ModelUse])[] = [
  [/\/(?:models(?:\/[^/]+)?|messages\/count_tokens|query)\/?$/, 'read'],
  [generating, 'generate'],
]

/** The products that run agents, which may have called tools before they failed. */
const agents: ReadonlySet<string> = new Set(['adp', 'yuanqi', 'lke'])

/** The fields of a request to `/responses` that make the service store or continue an answer. */
const statefulFields = ['previous_response_id', 'conversation', 'background'] as const

/** What a call to a model endpoint does, by its path and its body. */
export function readModelUse(path: string, service: string | undefined, body: object): ModelUse {
  const use = uses.find(([pattern]) => pattern.test(path))?.[1] ?? 'duplicate'
  if (use === 'read') return use
  const isStateful = statefulFields.some((name) => Reflect.get(body, name))
  return isStateful || agents.has(service ?? '') ? 'duplicate' : use
}
