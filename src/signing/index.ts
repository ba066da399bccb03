/**
 * Signs requests to Tencent Cloud, in Node.js, browsers and workers. The signing functions are pure: request,
 * credentials, time and nonce determine the signature.
 */
export { type ClockObservation, ClockOffsets, offsetFrom, serverTimeIn } from './clock-offset.ts'
export { CredentialCache } from './credential-cache.ts'
export {
  type CredentialSource,
  type Credentials,
  CredentialsError,
  type CredentialsField,
  sameCredentials,
} from './credentials.ts'
export {
  type HmacHash,
  type HmacKey,
  type MacEncoding,
  platformCrypto,
  type SigningCrypto,
  webCrypto,
} from './crypto.ts'
export { environmentCredentials } from './environment-credentials.ts'
export { encodeMultipart, type MultipartBody } from './multipart.ts'
export { createNonce } from './nonce.ts'
export { encodeParams, type Param } from './params.ts'
export { signTc3, type Tc3Headers, type Tc3Options, type Tc3Request } from './tc3.ts'
export { signV1, type V1Method, type V1Options, type V1Request } from './v1.ts'
