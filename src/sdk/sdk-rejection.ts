import type { RequestShape } from '../request/request-shape.ts'

/** The failure of an attempt of the official client, with a code that the engine knows. */
export class SdkRejection extends Error {
  /** The error that the SDK threw. */
  declare readonly cause: Error
  /** A code of axios or of the system. */
  readonly code: string
  /** The system call that failed, if it is known. */
  readonly syscall: string | undefined
  /** The engine reads codes of axios only from errors with this mark. */
  readonly isAxiosError = true

  constructor(
    cause: Error,
    { message, code, syscall }: { message: string; code: string; syscall?: string | undefined },
  ) {
    super(message, { cause })
    this.code = code
    this.syscall = syscall
  }
}

/**
 * Redacts an error in place. Only for an error that has not been handed on yet. The code is loaded at the first failure.
 *
 * @param forms what was sent, which shows the secrets
 */
export async function clean(
  error: Error,
  change: (message: string) => string,
  forms: readonly RequestShape[],
): Promise<void> {
  const { collectSecrets, redact } = await import('../errors/redact.ts')
  const secrets = collectSecrets(...forms)
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
