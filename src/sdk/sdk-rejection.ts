import { redact } from '../errors/redact.ts'

/** What an attempt of the official client failed with, in terms of codes that the engine knows. */
export class SdkRejection extends Error {
  /** What the SDK itself threw. */
  declare readonly cause: Error
  /** Of axios or of the system. */
  readonly code: string
  /** The system call that failed, if it is known. */
  readonly syscall: string | undefined
  /** The engine takes codes of axios only from what looks like an error of it. */
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

/** Strikes secrets out of an error that nothing else holds yet, in place. */
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
