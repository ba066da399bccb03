import type { FakeCredentials, KnownCredentials } from './credentials.ts'
import type { SignatureClaim } from './signature-claim.ts'
import { readSignatureClaim } from './signature-claim.ts'
import { tc3Problem } from './verify-tc3.ts'
import { v1Problem } from './verify-v1.ts'
import type { WireRequest } from './wire-request.ts'

/** Why a request is refused, and the message for the answer. */
export interface AuthenticationProblem {
  readonly kind: 'signature' | 'unreadable' | 'secret-id' | 'token'
  readonly text: string
}

/** The result of checking a signature. There are two problems because the Timestamp is judged between them. */
export interface Authentication {
  /** Undefined when there is no signature, or it cannot be parsed. */
  readonly claim: SignatureClaim | undefined
  /** A missing or unreadable signature, an unknown SecretId, or a wrong token. */
  readonly identityProblem: AuthenticationProblem | undefined
  readonly signatureProblem: AuthenticationProblem | undefined
}

const claimProblems = {
  missing: { kind: 'signature', text: 'The request has no signature, or one without SecretId or Timestamp.' },
  unreadable: { kind: 'unreadable', text: 'The Authorization header does not have the form of TC3-HMAC-SHA256.' },
} as const

const unknownSecretId: AuthenticationProblem = { kind: 'secret-id', text: 'No credentials have this SecretId.' }

const tokenProblem = (claim: SignatureClaim, known: FakeCredentials): AuthenticationProblem | undefined => {
  if (claim.token !== known.token) {
    const text =
      known.token === undefined ? 'This SecretId has no token.' : 'The token does not belong to the SecretId.'
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

/** Verifies the signature of a request. `service` is the service that it calls, if known. */
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
