import { type Credentials, CredentialsError, type CredentialsField, readCredentials } from './credentials.ts'

/**
 * The variables, in order of preference. Ids and keys are named alike by every official SDK; a token is
 * TENCENTCLOUD_TOKEN for the official CLI (tccli) and TENCENTCLOUD_SESSION_TOKEN for the official Node.js SDK 4.1.
 */
const variables: Readonly<Partial<Record<CredentialsField, readonly string[]>>> = {
  secretId: ['TENCENTCLOUD_SECRET_ID'],
  secretKey: ['TENCENTCLOUD_SECRET_KEY'],
  token: ['TENCENTCLOUD_TOKEN', 'TENCENTCLOUD_SESSION_TOKEN'],
}

const namesOf = (field: CredentialsField): string => variables[field]?.join(' or ') ?? field

/**
 * Credentials from the environment, read at each call: the function itself is a credential source.
 * @param environment default: `process.env`; none where there is no process. An empty variable counts as not set.
 * @throws CredentialsError that names the variable when one is not set, or holds white space.
 */
export function environmentCredentials(
  environment: Readonly<Record<string, string | undefined>> = globalThis.process?.env ?? {},
): Credentials {
  const read = (field: CredentialsField): string | undefined =>
    variables[field]?.map((name) => environment[name]).find((value) => value)
  const given = { secretId: read('secretId'), secretKey: read('secretKey'), token: read('token') }
  const missing = (['secretId', 'secretKey'] as const).find((field) => given[field] === undefined)
  if (missing) {
    throw new CredentialsError(missing, `Set the environment variable ${namesOf(missing)}, or pass credentials`)
  }
  try {
    return readCredentials(given)
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error
    throw new CredentialsError(error.field, `From the environment variable ${namesOf(error.field)}: ${error.message}`)
  }
}
