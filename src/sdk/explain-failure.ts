// Loaded at the first failure of an attempt.
import { isRecord, readOwn } from '../check/check.ts'
import type { AttemptPlan, CarrierOutcome, Exhibit } from '../engine/ports.ts'
import { toExcerpt } from '../envelope/excerpt.ts'
import { readObject, readText } from '../envelope/index.ts'
import { collectSecrets, redact } from '../errors/redact.ts'
import type { GivenDescription } from '../request/describe.ts'
import type { RequestShape } from '../request/request-shape.ts'
import { readBodyCode } from './body-code.ts'
import type { SdkResponse } from './official-client.ts'
import { recoverCode, withoutQuery } from './recover-code.ts'
import { SdkAnswer, type SdkSuccess } from './sdk-answer.ts'
import { clean, SdkRejection } from './sdk-rejection.ts'
import type { SdkRequest } from './sdk-request.ts'

/** Characters of an unexpected body that the error's message shows. */
const shownLength = 120

/** An attempt that failed before its response was complete. */
interface FailedSdkAttempt {
  readonly request: SdkRequest
  readonly given: GivenDescription
  readonly plan: AttemptPlan
  config(): Exhibit['config']
  /** What shows the secrets of the attempt. */
  readonly forms: readonly RequestShape[]
  readonly providerFailed: boolean
  /** Credentials that cannot sign. */
  readonly refused: object | undefined
  /** The error of a body that broke off. */
  readonly bodyError: unknown
}

/** The rejection of an attempt without a complete response. */
export async function toRejection(error: Error, failed: FailedSdkAttempt): Promise<Error> {
  const { forms } = failed
  await clean(error, withoutQuery, forms)
  if (failed.providerFailed) {
    const { request, given, plan, refused } = failed
    const [{ credentialsError, findCredentialsFault }, { describeRequest }] = await Promise.all([
      import('../engine/signing/credentials-error.ts'),
      import('../request/describe.ts'),
    ])
    const cause = (refused && findCredentialsFault(refused)) ?? error
    return credentialsError(describeRequest(request, given), plan, failed.config(), cause, collectAll(forms))
  }
  const { message } = error
  if (error === failed.bodyError) return new SdkRejection(error, { message, code: readBodyCode(error) })
  // A mistake of the caller, such as a request that cannot be signed.
  if (!isSdkException(error)) return error
  const recovered = recoverCode(message)
  return new SdkRejection(Object.assign(error, recovered), { message, ...recovered })
}

/** The outcome of an attempt whose response the SDK refused. */
export async function toRefusal(
  error: Error,
  { response, text, body }: { readonly response: SdkResponse; readonly text: string; readonly body: unknown },
  forms: readonly RequestShape[],
): Promise<CarrierOutcome<SdkSuccess>> {
  await clean(error, isSdkException(error) ? (message) => message : withoutQuery, forms)
  const { status } = response
  const code = status >= 400 && status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE'
  const { message } = error
  const data = body ?? text
  const envelope = readObject(data) ?? readText(text).envelope
  if (status !== 200 || envelope) {
    const rejection = new SdkRejection(error, { message, code })
    return new SdkAnswer(response, { data, envelope, excerpt: toExcerpt(text) }, { rejection })
  }
  // The body does not show whether the request was executed.
  const excerpt = redact(toExcerpt(text), collectAll(forms), true).slice(0, shownLength).replace(/\s+/g, ' ')
  const rejection = new SdkRejection(error, {
    message: `HTTP 200 without a Response: ${excerpt}`.toWellFormed(),
    code: isRecord(data) && isRecord(readOwn(data, 'Response')) ? code : 'ERR_NO_ENVELOPE',
  })
  return { kind: 'no-response', rejection }
}

const collectAll = (forms: readonly RequestShape[]): ReadonlySet<string> => collectSecrets(...forms)

const isSdkException = (error: Error): boolean => typeof Reflect.get(error, 'getRequestId') === 'function'
