/** The protocols that model endpoints speak: chat completions of OpenAI, its Responses, and messages of Anthropic. */
export type Protocol = 'openai' | 'responses' | 'anthropic'

/** Products whose hosts are model endpoints. */
const modelServices: ReadonlySet<string | undefined> = new Set([
  'tokenhub',
  'lkeap',
  'hunyuan',
  'adp',
  'yuanqi',
  'cloudbase',
])

/** The action that a path names, with its protocol. */
const protocols: Readonly<Record<string, Protocol>> = {
  'chat/completions': 'openai',
  embeddings: 'openai',
  models: 'openai',
  responses: 'responses',
  messages: 'anthropic',
}

const actionPattern = /\/(chat\/completions|embeddings|models|responses|messages)\/?$/

/** The action and the protocol of a request to a model endpoint; undefined for any other request. */
export const findProtocol = (
  service: string | undefined,
  path: string,
): { readonly action: string; readonly protocol: Protocol } | undefined => {
  const action = modelServices.has(service) ? (actionPattern.exec(path)?.[1] ?? '') : ''
  const protocol = protocols[action]
  return protocol && { action, protocol }
}

/** Does API 3.0 answer it with an event stream? */
export const isStreamedApi3 = ({
  action = '',
  params,
  dialect,
}: {
  readonly action?: string | undefined
  readonly params: Readonly<Record<string, unknown>>
  readonly dialect: string
}): boolean => dialect === 'api3' && params.Stream === true && /Chat(?:Completions|Translations)$/.test(action)

/** The key of a request: in the Authorization header as a Bearer token, or in x-api-key. */
export const readApiKey = (headers: Headers): string | undefined =>
  /^Bearer\s+(\S+)/i.exec(headers.get('authorization') ?? '')?.[1] ?? headers.get('x-api-key') ?? undefined

/** Fields of a request that hold what a model reads. */
const promptFields = ['system', 'instructions', 'messages', 'input', 'prompt', 'tools'] as const

/** Characters of JSON that count as one token. */
const charactersPerToken = 4

/** The tokens of a prompt: a fourth of the characters of its JSON, rounded up. */
export const countPromptTokens = (params: Readonly<Record<string, unknown>>): number => {
  const prompt = promptFields.flatMap((name) => (params[name] === undefined ? [] : [params[name]]))
  return prompt.length === 0 ? 0 : Math.ceil(JSON.stringify(prompt).length / charactersPerToken)
}
