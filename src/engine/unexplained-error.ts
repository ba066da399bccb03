import { TencentCloudError, TransportError } from '../errors/index.ts'
import type { Call } from './call.ts'
import type { EndedAttempt } from './ports.ts'

/** Does the request go to the client's baseURL? A simple check, because the complete rules are not loaded. */
function goesHome({ client, carrier }: Call<unknown>): boolean {
  const { url = '', baseURL } = carrier.request
  return baseURL !== undefined && baseURL === client.baseURL && !/^(?:[a-z][a-z\d+.-]*:)?\/\//i.test(url)
}

/** A code or an id of the usual form. Any other text may contain what an error must not show. */
const plain = (text: unknown): string | undefined =>
  typeof text === 'string' && /^[\w.-]{1,64}$/.test(text) ? text : undefined

/**
 * The error of a first attempt if the code that explains failures cannot be loaded, as in a browser that has just lost
 * its connection: a failure must not pass for a success even then. It repeats no text of the server, because the code
 * that redacts secrets is not loaded either.
 *
 * @returns undefined if this package does not handle the failure
 */
export function unexplainedError<Answer>(
  call: Call<Answer>,
  ended: EndedAttempt<Answer>,
): TencentCloudError | undefined {
  const { outcome } = ended
  const envelope = outcome.kind === 'response' ? outcome.envelope : undefined
  if (envelope?.certainty !== 'certain' && !goesHome(call)) return undefined
  const code = plain(envelope?.code ?? Reflect.get(Object(outcome.rejection), 'code')) ?? 'ERR_NETWORK'
  const { config, response } = call.carrier.exhibit(ended, true)
  call.log.ended(ended, call.pass?.queuedMs ?? 0, { code, decision: 'give-up', reason: 'not-loaded' })
  const details = {
    code,
    serverMessage: 'the code that explains it could not be loaded',
    retry: 'never',
    mayHaveRun: true,
    reason: 'not-loaded',
    attempts: call.log.attempts,
    moduleCode: envelope?.moduleCode,
    requestId: plain(envelope?.requestId),
    config,
    response,
  } as const
  return envelope ? new TencentCloudError(details) : new TransportError(details)
}
