import { createError } from '../../errors/create-error.ts'
import type { TencentCloudFailure } from '../../errors/index.ts'
import { collectSecrets } from '../../errors/redact.ts'
import type { RefusalReason } from '../../pacing/pass.ts'
import type { Call } from '../call.ts'
import { describeCall } from '../describe-call.ts'
import { explainGivingUp } from './explain-giving-up.ts'

const explanations: Readonly<Record<RefusalReason, { readonly code: string; readonly text: string }>> = {
  deadline: {
    code: 'ERR_PACING_DEADLINE',
    text: 'not sent: at the pace that the API allows, its turn does not come before its deadline',
  },
  'queue-full': {
    code: 'ERR_PACING_QUEUE_FULL',
    text: 'not sent: as many calls as `pacing.maxQueue` allows wait already',
  },
}

/** The error of a call that was never sent, because its turn did not come in time. */
export function refusalError(call: Call<unknown>, reason: RefusalReason): TencentCloudFailure {
  const { carrier } = call
  const { service, action, region, version } = describeCall(carrier, call.client)
  const { code, text } = explanations[reason]
  const timeSpent = call.timeSpent()
  const config = carrier.config()
  const details = {
    code,
    serverMessage: text,
    retry: 'throttle',
    reason,
    mayHaveRun: false,
    attempts: [],
    explanation: explainGivingUp(reason, timeSpent),
    timeSpent,
    language: call.client.settings.errorLanguage,
    service,
    action,
    region,
    version,
    config,
  } as const
  return createError('ThrottlingError', details, collectSecrets(carrier.request, config ?? {}))
}
