// Loaded when an event stream fails after its call has succeeded.
import { createLookup } from '../catalog/index.ts'
import { createError } from '../errors/create-error.ts'
import type { Delivered, TencentCloudFailure } from '../errors/index.ts'
import { collectSecrets } from '../errors/redact.ts'
import { type Repeat, type RequestDescription, resolveRepeat } from '../request/index.ts'
import type { RequestShape } from '../request/request-shape.ts'
import type { Attempt } from '../retry/attempt.ts'
import type { StreamProblem } from '../streams/guarded-stream.ts'
import type { Client } from './client.ts'
import { type Describable, describeCall, isModelHost, listActions } from './describe-call.ts'
import { readUse } from './model-call.ts'
import type { Carrier } from './ports.ts'

/** A call that succeeded, and whose stream failed. */
export interface StreamedCall {
  readonly client: Client
  readonly carrier: Describable & Pick<Carrier<unknown>, 'config'>
  /** The request as it was sent, whose secrets a server may repeat. */
  readonly sent: RequestShape
  readonly attempts: readonly Attempt[]
  /** Of the response. */
  readonly httpStatus: number
  /** The id in a header of the response. */
  readonly requestId: string | undefined
}

const toMessage = (cause: unknown): string =>
  cause instanceof Error ? `the event stream broke off: ${cause.message}` : 'the event stream ended before its answer'

const lookUp = ({ client }: StreamedCall) => (client.catalog ??= createLookup(client.settings.catalog))

/** The typed error of a stream that failed after something of it was handed on. */
export async function explainStreamFailure(
  call: StreamedCall,
  problem: StreamProblem,
  delivered: Delivered,
): Promise<TencentCloudFailure> {
  const { client, carrier, sent, attempts, httpStatus, requestId } = call
  const description = describeCall(carrier, client)
  const { service, action, region, version } = description
  const shared = {
    service,
    action,
    region,
    version,
    attempts,
    httpStatus,
    delivered,
    mayHaveRun: true,
    reason: 'answer-begun',
    explanation: '',
    language: client.settings.errorLanguage,
    config: carrier.config(),
  } as const
  const secrets = new Set([sent, carrier.request].flatMap((form) => [...collectSecrets(form)]))
  if (problem.kind === 'failed') {
    const { failure } = problem
    const known = await lookUp(call).lookup(failure.code, { ...failure, service, action })
    const { class: errorClass, retry, limitKind, meaning, remedy } = known
    return createError(
      errorClass,
      {
        ...shared,
        ...failure,
        serverMessage: failure.message,
        requestId: failure.requestId ?? requestId,
        retry,
        limitKind,
        meaning,
        remedy,
      },
      secrets,
    )
  }
  const texts = await import('./recovery/transport-texts.ts').catch(() => undefined)
  return createError(
    'StreamError',
    {
      ...shared,
      code: problem.kind === 'empty' ? 'ERR_STREAM_EMPTY' : 'ERR_STREAM_TRUNCATED',
      serverMessage: toMessage(problem.cause),
      requestId,
      retry: 'never',
      ...texts?.describeFault('stream-broken', true, await readRepeat(call, description)),
      cause: problem.cause,
    },
    secrets,
  )
}

/** What asking again would do. */
function readRepeat({ client, carrier }: StreamedCall, description: RequestDescription): Promise<Repeat> {
  const { method, service, idempotent } = description
  const use = isModelHost(description, client) ? readUse(carrier, description) : undefined
  return resolveRepeat({ actions: listActions(carrier, description), method, service, idempotent, use })
}
