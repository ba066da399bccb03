import { Ticket, type TicketIssuer } from '../../src/pacing/ticket.ts'

const deaf: TicketIssuer = { name: 'key', begun() {}, accepted() {}, ended() {} }

/** The ticket of a call sent then, of a key that has no part in the test. */
export function ticketAt(sentAt: number, preparing = false): Ticket {
  return new Ticket(deaf, 0, sentAt, false, preparing)
}
