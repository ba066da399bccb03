import { channel } from './channel.ts'
import type { TencentCloudEvent } from './event.ts'

/** Reports the failure of a listener, which must neither break the call nor go unnoticed. */
const warn = (error: unknown): void => console.warn('axios-tencentcloud: onEvent failed:', error)

/** Is it what an async listener returns? Promises of other realms and libraries count. */
const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/**
 * Passes an event to the attachment's listener and to the diagnostics channel. Never throws: what the listener throws,
 * or rejects with, is logged by `console.warn`.
 */
export function publish(event: TencentCloudEvent, onEvent: ((event: TencentCloudEvent) => unknown) | undefined): void {
  try {
    const result = onEvent?.(event)
    if (isThenable(result)) result.then(undefined, warn)
  } catch (error) {
    warn(error)
  }
  if (channel?.hasSubscribers) channel.publish(event)
}
