import { createPacer, joinFleet, type PacerOptions, type PacingRefusal, type Ticket } from '../../src/pacing/index.ts'
import type { EnterOptions } from '../../src/pacing/pacer.ts'
import { VirtualTime } from './simulator.ts'

/** A pacer on a clock whose timers are never late. All times in ms from the start. */
export function stage(options: PacerOptions = {}, time = new VirtualTime(() => 0)) {
  time.lateness = 0
  const start = time.now()
  const pacer = createPacer({ clock: time, joinFleet, options })
  const elapsed = () => time.now() - start
  /** Tickets in the order in which calls were let through. */
  const tickets: Ticket[] = []
  const sent: number[] = []
  const refused: number[] = []
  const reasons = new Set<string>()
  const call = (enter: EnterOptions = {}): void => {
    const take = (ticket: Ticket) => {
      tickets.push(ticket)
      sent.push(elapsed())
    }
    const refuse = ({ reason }: PacingRefusal) => {
      reasons.add(reason)
      refused.push(elapsed())
    }
    const entered = pacer.enter('key', enter)
    if (entered instanceof Promise) entered.then(take, refuse)
    else take(entered)
  }
  return {
    time,
    pacer,
    elapsed,
    tickets,
    sent,
    refused,
    reasons,
    call,
    calls(count: number, enter?: EnterOptions) {
      for (let one = 0; one < count; one++) call(enter)
    },
    /** Lets time pass until then, and whatever happens until then. */
    until: (ms: number) => time.delayAndRun(ms - elapsed()),
    /** The ticket of the call that was let through last. */
    last(): Ticket {
      const ticket = tickets.at(-1)
      if (!ticket) throw new Error('no call was let through')
      return ticket
    },
  }
}

/**
 * A key with a confirmed rate of 5/s, at 4,400 ms. Its next turn comes at 4,600 ms: none of the 22 calls sent at 200 ms had
 * to wait, so that the rate has not grown. All but one of them were accepted at once; that one is still in flight.
 */
export async function confirmed() {
  const staged = throttled()
  await staged.until(200)
  const adopted = Array.from({ length: 22 }, () => staged.pacer.adopt('key', 0, 0))
  const open = adopted.pop()
  if (!open) throw new Error('no call was adopted')
  for (const ticket of adopted) ticket.end('accepted')
  await staged.until(4_400)
  return { ...staged, open }
}

/** How many calls were sent at each time. */
export function countsOf(sent: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const at of sent) counts[at] = (counts[at] ?? 0) + 1
  return counts
}

/** A key whose first call was throttled at once: 5 calls a second, the first of them after 200 ms. */
export function throttled(options?: PacerOptions) {
  const staged = stage(options)
  staged.call()
  staged.last().end('throttled')
  staged.sent.splice(0)
  return staged
}
