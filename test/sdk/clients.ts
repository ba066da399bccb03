import { withTencentCloud } from 'axios-tencentcloud/sdk'
import { createFakeTencentCloud } from 'axios-tencentcloud/testing'
import { http } from 'msw'
import { setupServer } from 'msw/node'
// The registry has no package for KMS alone: the whole one's.
import { kms } from 'tencentcloud-sdk-nodejs/tencentcloud/services/kms/index.js'
import cvmPackage from 'tencentcloud-sdk-nodejs-cvm'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { InstantClock } from '../support/clocks.ts'

/** CommonJS, so Node finds no named exports. */
const { cvm } = cvmPackage

export const CvmClient = cvm.v20170312.Client
const KmsClient = kms.v20190118.Client

export const credential = {
  secretId: 'AKIDexampleExample',
  secretKey: 'keyOfTheExample',
  token: 'tokenOf/The+Example==',
}

type Profile = NonNullable<ConstructorParameters<typeof CvmClient>[0]['profile']>
type Options = NonNullable<Parameters<typeof withTencentCloud>[1]>

export const region = 'ap-guangzhou'

/** Official clients, as their documents make them. */
export const createCvm = (profile: Profile = {}) => new CvmClient({ credential, region, profile })
const createKms = (profile: Profile = {}) => new KmsClient({ credential, region, profile })

/** Wrapped ones, whose waits take no time. */
export const wrapCvm = (options: Options = {}, profile: Profile = {}) =>
  withTencentCloud(createCvm(profile), { clock: new InstantClock(), ...options })
export const wrapKms = (options: Options = {}, profile: Profile = {}) =>
  withTencentCloud(createKms(profile), { clock: new InstantClock(), ...options })

/** A fake at the true host names, which verifies every signature. */
export function fakeAtTrueHosts() {
  const fake = createFakeTencentCloud({ credentials: [credential] })
  const server = setupServer(...fake.handlers(http))
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
  afterEach(() => {
    server.resetHandlers()
    fake.reset()
  })
  afterAll(() => server.close())
  return { fake, server }
}

/** The profile of a client that sends to a loopback address. */
export const profileFor = (url: string, more: Profile['httpProfile'] = {}): Profile => {
  const { host, protocol } = new URL(url)
  return { httpProfile: { endpoint: host, protocol: `${protocol}//`, ...more } }
}
