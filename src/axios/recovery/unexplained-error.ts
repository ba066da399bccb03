import { TencentCloudError, TransportError } from '../../errors/index.ts'
import type { CallState } from '../call-state.ts'
import type { EndedAttempt } from '../send-attempt.ts'

/** Does the request go where the instance's baseURL points? The full rules are not loaded. */
function goesHome({ attachment }: CallState, { encoded }: EndedAttempt): boolean {
  const { url = '', baseURL } = encoded.shape
  return baseURL !== undefined && baseURL === attachment.client.baseURL?.() && !/^(?:[a-z][a-z\d+.-]*:)?\/\//i.test(url)
}

/** A code or an id as they all look; anything else may hold what an error must not show. */
const plain = (text: unknown): string | undefined =>
  typeof text === 'string' && /^[\w.-]{1,64}$/.test(text) ? text : undefined

/**
 * The error of a first attempt when the code that explains failures cannot be loaded, as in a browser that has just lost
 * its connection: a failure must not pass for a success then either. It repeats no text of the server's, for what strikes
 * out secrets is not loaded either.
 *
 * @returns undefined when it is not this package's failure
 */
export function unexplainedError(call: CallState, ended: EndedAttempt): TencentCloudError | undefined {
  const { encoded, number, startedAt, endedAt, outcome } = ended
  const envelope = outcome.kind === 'failed' ? undefined : outcome.envelope
  if (envelope?.certainty !== 'certain' && !goesHome(call, ended)) return undefined
  const rejection = outcome.kind === 'answered' ? undefined : outcome.rejection
  const code = plain(envelope?.code ?? Reflect.get(Object(rejection), 'code')) ?? 'ERR_NETWORK'
  const durationMs = endedAt - startedAt
  const details = {
    code,
    serverMessage: 'the part of axios-tencentcloud that explains failures could not be loaded',
    retry: 'never',
    mayHaveRun: true,
    reason: 'not-loaded',
    attempts: [
      {
        number,
        startedAt,
        queuedMs: call.pass?.queuedMs ?? 0,
        durationMs,
        code,
        decision: 'give-up',
        reason: 'not-loaded',
        delayMs: 0,
      },
    ],
    moduleCode: envelope?.moduleCode,
    requestId: plain(envelope?.requestId),
    config: encoded.copy(),
    response: outcome.kind === 'failed' ? undefined : outcome.response,
  } as const
  return envelope ? new TencentCloudError(details) : new TransportError(details)
}
