import { PacingRefusal } from '../pacing/pass.ts'
import { channel } from '../telemetry/channel.ts'
import { attempt, isPlainSuccess } from './attempt.ts'
import type { Call } from './call.ts'
import { untilCancelled } from './cancellation.ts'
import type { EndedAttempt } from './ports.ts'
import { unexplainedError } from './unexplained-error.ts'

/**
 * Runs a call: its first attempt and, after a failure, the recovery. The code of the recovery is loaded at the first
 * failure, so that a program whose calls succeed never loads it.
 *
 * @throws TencentCloudError; the cancellation's reason; what an interceptor or a signer throws; with `throwErrors:
 * false`, and for failures that this package does not handle, what the carrier rejects with
 */
export function runCall<Answer>(call: Call<Answer>): Promise<Answer> {
  const { onEvent } = call.client.settings
  return onEvent || channel?.hasSubscribers ? runWatched(call) : run(call)
}

async function runWatched<Answer>(call: Call<Answer>): Promise<Answer> {
  const loaded = await untilCancelled(call.cancellation, () => import('./watch-call.ts').catch(() => undefined))
  return loaded ? loaded.watchCall(call, () => run(call)) : run(call)
}

async function run<Answer>(call: Call<Answer>): Promise<Answer> {
  const first = await attempt(call, 1)
  if ('notMade' in first) {
    const recovery = await import('./recovery/index.ts').catch(() => undefined)
    throw recovery ? recovery.refusalError(call, first.notMade) : new PacingRefusal(first.notMade)
  }
  return isPlainSuccess(call, first) ? call.succeed(first) : loadAndRecover(call, first)
}

async function loadAndRecover<Answer>(call: Call<Answer>, first: EndedAttempt<Answer>): Promise<Answer> {
  const { carrier, client, pass } = call
  const { outcome } = first
  if (outcome.kind === 'no-response' && carrier.cancellation.isCancellation(outcome.rejection)) throw outcome.rejection
  const loading = untilCancelled(call.cancellation, () => import('./recovery/index.ts').catch(() => undefined))
  const recovery = await loading.catch((reason: unknown) => {
    // Cancelled before the answer was judged, so nothing else tells the pacing that the attempt has ended.
    pass?.end('failed')
    throw reason
  })
  if (recovery) return recovery.recover(call, first)
  // Without the code that judges it, an answer counts for what its status says.
  if (outcome.kind === 'response') pass?.end(outcome.accepted ? 'accepted' : 'failed')
  const error = client.settings.throwErrors ? unexplainedError(call, first) : undefined
  if (error !== undefined) throw error
  return outcome.kind === 'response' && outcome.accepted ? call.succeed({ ...first, outcome }) : carrier.handOver(first)
}
