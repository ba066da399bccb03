import type { AxiosResponse } from 'axios'
import type { Prepared } from '../engine/ports.ts'
import type { RequestShape } from '../request/request-shape.ts'
import type { Credentials } from '../signing/credentials.ts'
import type { EncodedRequest } from './snapshot.ts'

/** The request of one attempt, before and after it was signed. */
export interface RequestForms {
  /** As it reached this package. */
  readonly unsigned: EncodedRequest
  /** As it will be sent; the same object where this package does not sign it. */
  readonly sent: EncodedRequest
  readonly credentials?: Credentials | undefined
  /** The ClientToken that this package added. */
  readonly clientToken?: string | undefined
}

interface Ways {
  readonly send: Prepared<AxiosResponse>['send']
  readonly drop?: (reason: unknown) => void
  /** Has an adapter that an interceptor set answered? Its response has been through the transforms already. */
  readonly isAnswered?: boolean
  /** Was the config that is sent made without response transforms? It gets them back at the end. */
  readonly lacksTransforms?: boolean
}

/** The axios request of one attempt, ready to be sent. */
export class PreparedAttempt implements Prepared<AxiosResponse>, RequestForms {
  readonly unsigned: EncodedRequest
  readonly sent: EncodedRequest
  readonly credentials: Credentials | undefined
  readonly clientToken: string | undefined
  readonly isAnswered: boolean
  readonly lacksTransforms: boolean
  readonly #ways: Ways

  constructor({ unsigned, sent, credentials, clientToken }: RequestForms, ways: Ways) {
    this.unsigned = unsigned
    this.sent = sent
    this.credentials = credentials
    this.clientToken = clientToken
    this.isAnswered = ways.isAnswered === true
    this.lacksTransforms = ways.lacksTransforms === true
    this.#ways = ways
  }

  get request(): RequestShape {
    return this.sent.shape
  }

  send(signal: AbortSignal | undefined): ReturnType<Prepared<AxiosResponse>['send']> {
    return this.#ways.send(signal)
  }

  drop(reason: unknown): void {
    this.#ways.drop?.(reason)
  }
}
