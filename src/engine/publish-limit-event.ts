import { toPrintableMessage } from '../errors/printable.ts'
import { redact } from '../errors/redact.ts'
import type { Settings } from '../options/settings.ts'
import type { LimitEventBody } from '../pacing/limit-events.ts'
import { publish } from '../telemetry/publish.ts'

const noSecrets: ReadonlySet<string> = new Set()

/** Publishes what happened to a limit. A store's error may show its address with the login. */
export function publishLimitEvent(event: LimitEventBody, { clock, onEvent }: Settings): void {
  const { reason } = event.type === 'fallback' ? event : {}
  const safe = reason !== undefined && { reason: toPrintableMessage(redact(reason, noSecrets)) }
  publish({ ...event, ...safe, at: clock.now() }, onEvent)
}
