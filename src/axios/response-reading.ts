import type { Envelope } from '../envelope/envelope.ts'

/** The envelope that a response's body contains, and the data to pass on. */
export interface ResponseReading {
  readonly envelope?: Envelope | undefined
  /** The body to pass on: parsed if axios would parse it anyway, else unchanged. */
  readonly data: unknown
  /** The body's first characters, if it is text and the status was refused. */
  readonly excerpt?: string
  /** Settles when an event stream was read. */
  readonly open?: Promise<unknown>
}
