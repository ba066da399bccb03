import { type Credentials, CredentialsError, type CredentialsField, readCredentials } from './credentials.ts'

/**
 * The environment variables of each field, in order of preference. All official SDKs use the same names for id and key.
 * The token is TENCENTCLOUD_TOKEN for the official CLI (tccli), TENCENTCLOUD_SESSION_TOKEN for the official Node.js SDK
 * 4.1.
 */
const variables: Readonly<Partial<Record<CredentialsField, readonly string[]>>> = {
  secretId: ['TENCENTCLOUD_SECRET_ID'],
  secretKey: ['TENCENTCLOUD_SECRET_KEY'],
  token: ['TENCENTCLOUD_TOKEN', 'TENCENTCLOUD_SESSION_TOKEN'],
}

const listVariables = (field: CredentialsField): string => variables[field]?.join(' or ') ?? field

/**
 * Reads credentials from the environment variables TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and
 * TENCENTCLOUD_TOKEN (or TENCENTCLOUD_SESSION_TOKEN). The function itself can be passed as a credential source: it
 * reads them at each call.
 * @param environment default: `process.env`, or no variables where there is no process. An empty variable counts as not
 * set.
 * @throws CredentialsError that names the variable that is not set, or that has white space
 */
export function environmentCredentials(
  environment: Readonly<Record<string, string | undefined>> = globalThis.process?.env ?? {},
): Credentials {
  const read = (field: CredentialsField): string | undefined =>
    variables[field]?.map((name) => environment[name]).find((value) => value)
  const given = { secretId: read('secretId'), secretKey: read('secretKey'), token: read('token') }
  const missing = (['secretId', 'secretKey'] as const).find((field) => given[field] === undefined)
  if (missing) {
    throw new CredentialsError(missing, `Set the environment variable ${listVariables(missing)}, or pass credentials`)
  }
  try {
    return readCredentials(given)
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error
    throw new CredentialsError(
      error.field,
      `From the environment variable ${listVariables(error.field)}: ${error.message}`,
    )
  }
}
