import type { FakeCredentials, KnownCredentials } from './credentials.ts'
import type { SignatureClaim } from './signature-claim.ts'
import { readSignatureClaim } from './signature-claim.ts'
import { tc3Problem } from './verify-tc3.ts'
import { v1Problem } from './verify-v1.ts'
import type { WireRequest } from './wire-request.ts'

/** Why a request is not believed, and what the answer says of it. */
export interface AuthenticationProblem {
  readonly kind: 'signature' | 'unreadable' | 'secret-id' | 'token'
  readonly text: string
}

/** What came out of looking at a request's signature. The problems are apart, since its time is judged between them. */
export interface Authentication {
  /** Undefined when the signature cannot be read. */
  readonly claim: SignatureClaim | undefined
  /** No signature, a SecretId that nobody has, or a wrong token. */
  readonly identityProblem: AuthenticationProblem | undefined
  readonly signatureProblem: AuthenticationProblem | undefined
}

const claimProblems = {
  missing: { kind: 'signature', text: 'The request has no signature, or one without SecretId or Timestamp.' },
  unreadable: { kind: 'unreadable', text: 'The Authorization header is not of the form that TC3-HMAC-SHA256 has.' },
} as const

const unknownSecretId: AuthenticationProblem = { kind: 'secret-id', text: 'No credentials have this SecretId.' }

const tokenProblem = (claim: SignatureClaim, known: FakeCredentials): AuthenticationProblem | undefined => {
  if (claim.token !== known.token) {
    const text = known.token === undefined ? 'This SecretId has no token.' : 'The token is not that of the SecretId.'
    return { kind: 'token', text }
  }
  return known.expired ? { kind: 'token', text: 'The token has expired.' } : undefined
}

const signatureProblem = async (
  request: WireRequest,
  claim: SignatureClaim,
  { secretKey }: FakeCredentials,
  service: string | undefined,
): Promise<AuthenticationProblem | undefined> => {
  const reason =
    claim.version === 'tc3'
      ? await tc3Problem(request, claim, secretKey, service)
      : await v1Problem(request, claim, secretKey)
  return reason === undefined ? undefined : { kind: 'signature', text: `The signature is wrong: ${reason}.` }
}

/** Verifies a request's signature. `service` is the one that it calls, if that is known. */
export const authenticate = async (
  request: WireRequest,
  service: string | undefined,
  credentials: KnownCredentials,
): Promise<Authentication> => {
  const claim = readSignatureClaim(request)
  if (typeof claim === 'string') {
    return { claim: undefined, identityProblem: claimProblems[claim], signatureProblem: undefined }
  }
  const known = credentials.find(claim.secretId)
  if (!known) return { claim, identityProblem: unknownSecretId, signatureProblem: undefined }
  return {
    claim,
    identityProblem: tokenProblem(claim, known),
    signatureProblem: await signatureProblem(request, claim, known, service),
  }
}
