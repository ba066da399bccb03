import { KeyState } from '../../src/pacing/key-state.ts'
import { MonotonicTime } from '../../src/pacing/monotonic-time.ts'
import { Ticket } from '../../src/pacing/ticket.ts'
import { seeded } from '../support/seeded.ts'
import { VirtualTime } from './simulator.ts'

const key = new KeyState(new MonotonicTime(new VirtualTime(seeded(1))), undefined, undefined, () => {})

/** The ticket of a call sent then, of a key that has no part in the test. */
export function ticketAt(sentAt: number, held = false): Ticket {
  return new Ticket(key, 0, sentAt, false, held)
}
