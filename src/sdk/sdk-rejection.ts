import { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import type { RejectionOrigin } from '../axios/attachment.ts'
import { redact } from '../errors/redact.ts'

/** A failed attempt of the official client, as the retry scope understands it. */
export class SdkRejection extends AxiosError implements RejectionOrigin {
  /** What the SDK itself threw. */
  declare readonly cause: Error
  readonly #secrets: ReadonlySet<string>

  constructor(
    cause: Error,
    what: { readonly message: string; readonly code: string; readonly response?: AxiosResponse },
    config: InternalAxiosRequestConfig,
    secrets: ReadonlySet<string>,
  ) {
    super(what.message, what.code, config, undefined, what.response)
    this.#secrets = secrets
    Object.defineProperty(this, 'cause', { value: cause, configurable: true })
  }

  get secrets(): ReadonlySet<string> {
    return this.#secrets
  }
}

/** Strikes secrets out of an error that nobody else holds yet, in place. */
export function clean(error: Error, change: (message: string) => string, secrets: ReadonlySet<string>): void {
  const { message, stack } = error
  const changed = redact(change(message), secrets)
  if (changed === message) return
  error.message = changed
  if (stack !== undefined)
    error.stack = redact(
      stack.replace(message, () => changed),
      secrets,
    )
}
