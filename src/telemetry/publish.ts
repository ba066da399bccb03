import { channel } from './channel.ts'
import type { TencentCloudEvent } from './event.ts'

/** A listener that fails must not break the call that it listens to; nor may its failure go unseen. */
const complain = (error: unknown): void => console.warn('axios-tencentcloud: onEvent failed:', error)

/** What an async listener returns, be it of another realm or library. */
const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** Tells an event to the attachment's listener and to the channel. Never throws. */
export function publish(event: TencentCloudEvent, onEvent: ((event: TencentCloudEvent) => unknown) | undefined): void {
  try {
    const answer = onEvent?.(event)
    if (isThenable(answer)) answer.then(undefined, complain)
  } catch (error) {
    complain(error)
  }
  if (channel?.hasSubscribers) channel.publish(event)
}
