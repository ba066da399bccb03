import { createRequire } from 'node:module'
import type { Credentials } from '../../src/signing/index.ts'

// The official SDK is CommonJS, and its types declare the members that are used here as private.
const require = createRequire(import.meta.url)
const common = 'tencentcloud-sdk-nodejs-common/tencentcloud/common'

export interface OfficialTc3Input extends Credentials {
  method: string
  url: string
  payload: unknown
  timestamp: number
  service: string
  multipart?: boolean
  boundary?: string
  headers: Record<string, string>
}

interface OfficialSign {
  sign3(input: OfficialTc3Input): string
}

interface OfficialProfile {
  signMethod?: string
  language?: string
  httpProfile?: { reqMethod?: string; protocol?: string; agent?: unknown }
}

type OfficialParams = Record<string, string | number | boolean>

export interface OfficialClient {
  path: string
  mergeData(data: unknown): OfficialParams
  formatRequestData(action: string, params: OfficialParams): Promise<OfficialParams>
  request(action: string, data: unknown, options?: { multipart?: boolean }): Promise<unknown>
  requestOctetStream(action: string, data: Uint8Array): Promise<unknown>
}

type OfficialClientClass = new (
  endpoint: string,
  version: string,
  config: { credential: Credentials; region?: string; profile?: OfficialProfile },
) => OfficialClient

export const { default: Sign }: { default: OfficialSign } = require(`${common}/sign.js`)
export const { AbstractClient }: { AbstractClient: OfficialClientClass } = require(`${common}/abstract_client.js`)

/** The JSON writer of the official SDK, which escapes a few characters that JSON.stringify does not. */
const jsonBigint: (options: { useNativeBigInt: boolean }) => { stringify(value: unknown): string } = createRequire(
  require.resolve(`${common}/sign.js`),
)('json-bigint')
export const officialJson = jsonBigint({ useNativeBigInt: true }).stringify
