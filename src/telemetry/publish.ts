import { channel } from './channel.ts'
import type { TencentCloudEvent } from './event.ts'

/** A listener that fails must not break the call that it listens to; nor may its failure go unseen. */
const complain = (error: unknown): void => console.warn('axios-tencentcloud: onEvent failed:', error)

/** Tells an event to the attachment's listener and to the channel. Never throws. */
export function publish(event: TencentCloudEvent, onEvent: ((event: TencentCloudEvent) => unknown) | undefined): void {
  try {
    const answer = onEvent?.(event)
    if (answer instanceof Promise) answer.catch(complain)
  } catch (error) {
    complain(error)
  }
  if (channel?.hasSubscribers) channel.publish(event)
}
