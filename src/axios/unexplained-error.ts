import { TencentCloudError, TransportError } from '../errors/index.ts'
import { hostOf } from '../request/host.ts'
import type { CallState } from './call-state.ts'
import type { EndedAttempt } from './send-attempt.ts'

/**
 * The error of a first attempt when the code that explains failures cannot be loaded, as in a browser that has just lost
 * its connection: a failure must not pass for a success then either.
 *
 * @returns undefined when it is not this package's failure
 */
export function unexplainedError(call: CallState, ended: EndedAttempt): TencentCloudError | undefined {
  const { config, number, startedAt, endedAt, outcome } = ended
  const target = hostOf(config.url, config.baseURL, config.allowAbsoluteUrls)
  const trusted = call.attachment.isTrusted(target)
  const envelope = outcome.kind === 'failed' ? undefined : outcome.envelope
  if (!trusted && envelope?.certainty !== 'certain') return undefined
  const rejection = outcome.kind === 'answered' ? undefined : outcome.rejection
  const code =
    envelope?.code ?? (rejection instanceof Error && 'code' in rejection ? String(rejection.code) : 'ERR_NETWORK')
  const details = {
    code,
    serverMessage: envelope?.message ?? (rejection instanceof Error ? rejection.message : ''),
    retry: 'never',
    mayHaveRun: true,
    attempts: [
      {
        number,
        startedAt,
        durationMs: endedAt - startedAt,
        code,
        decision: 'give-up',
        reason: 'not-loaded',
        delayMs: 0,
      },
    ],
    moduleCode: envelope?.moduleCode,
    requestId: envelope?.requestId,
    config: ended.sent.copy(),
    response: outcome.kind === 'failed' ? undefined : outcome.response,
    cause: rejection,
  } as const
  return envelope ? new TencentCloudError(details) : new TransportError(details)
}
