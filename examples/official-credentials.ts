// Temporary keys from the official SDK (tencentcloud-sdk-nodejs-common): those of a CVM's role, and of a role assumed
// with an OIDC token, as in TKE pods. `credentials` takes a function. It is called when there are no keys yet, from 30
// s before `expiresAt` on, and when the service refuses the token. Every attempt is signed with the current keys.
import { createServer } from 'node:http'
import axios from 'axios'
import { attachTencentCloud, attemptsOf } from 'axios-tencentcloud'
import type { CredentialSource, Credentials } from 'axios-tencentcloud/signing'
import { createFakeTencentCloud } from 'axios-tencentcloud/testing'
import sdk, { type CredentialResult } from 'tencentcloud-sdk-nodejs-common' // CommonJS, so Node finds no named exports

// ---- what your program needs ---------------------------------------------------------------------------------------

// getCredential() of the official classes does not return the expiry of the keys, returns the same keys after the
// service has refused them, and after one failure always fails. So these subclasses call the protected method that
// fetches keys.

class CvmRole extends sdk.CvmRoleCredential {
  async fetch(): Promise<Credentials> {
    return toCredentials(await this.getRoleCredential(await this.getRoleName()))
  }
}

class OidcRole extends sdk.OIDCRoleArnCredential {
  async fetch(): Promise<Credentials> {
    return toCredentials(await this.getCredentialWithStsAssumeRoleWithWebIdentity())
  }
}

/**
 * ExpiredTime is in seconds. STSCredential's getCredentialWithStsAssumeRole() gives the same type, for a third
 * subclass.
 */
function toCredentials({ TmpSecretId, TmpSecretKey, Token, ExpiredTime }: CredentialResult): Credentials {
  return { secretId: TmpSecretId, secretKey: TmpSecretKey, token: Token, expiresAt: ExpiredTime * 1000 }
}

/**
 * Reads keys from the first of environment, profile, CVM, OIDC that has some. A new chain each time, because it caches.
 */
async function readChain(): Promise<Credentials> {
  const { secretId = '', secretKey = '', token } = await new sdk.DefaultCredentialProvider().getCredential()
  return { secretId, secretKey, token } // without an expiry: new keys are fetched when these are refused
}

// ---- the fakes -----------------------------------------------------------------------------------------------------

const fake = createFakeTencentCloud({ credentials: [] })
const cloud = await fake.listen()
let issued = 0

/** Issues keys in the format of the metadata service and STS; the fake accepts only the latest ones. */
function issueKeys(lastsSeconds: number): CredentialResult {
  issued++
  const key = { secretId: `AKIDexample${issued}`, secretKey: `key${issued}`, token: `token${issued}` }
  fake.setCredentials([key])
  const expiresAt = Math.floor(Date.now() / 1000) + lastsSeconds
  return {
    TmpSecretId: key.secretId,
    TmpSecretKey: key.secretKey,
    Token: key.token,
    ExpiredTime: expiresAt,
    Expiration: new Date(expiresAt * 1000).toISOString(),
  }
}

/** The metadata service of a CVM, which returns the role's name and, below that path, keys; and STS. */
const issuer = createServer((request, response) => {
  if (request.headers.host === 'sts.tencentcloudapi.com') {
    const { ExpiredTime, Expiration, ...Credentials } = issueKeys(20) // hours in production
    response.end(JSON.stringify({ Response: { Credentials, ExpiredTime, Expiration, RequestId: 'example' } }))
  } else if (request.url?.endsWith('/cam/security-credentials/')) {
    response.end('example-role')
  } else {
    response.end(JSON.stringify({ Code: 'Success', ...issueKeys(7200) }))
  }
})
// The SDK has fixed host names, but it uses http_proxy and sends CONNECT to that proxy. This "proxy" connects every
// host to itself, so that the official classes run unchanged. Not needed in production.
issuer.on('connect', (_request, socket) => {
  socket.write('HTTP/1.1 200 OK\r\n\r\n')
  issuer.emit('connection', socket)
})
await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve))
const address = issuer.address()
if (address === null || typeof address === 'string') throw new Error('no port')
process.env.http_proxy = `http://127.0.0.1:${address.port}`

// ---- three clients, each with keys from another source -------------------------------------------------------------

function createClient(credentials: CredentialSource) {
  const http = axios.create({
    baseURL: cloud.urlOf('cvm'), // in production: 'https://cvm.tencentcloudapi.com'
    proxy: false, // not needed in production
    headers: { 'X-TC-Version': '2017-03-12', 'X-TC-Region': 'ap-guangzhou' },
  })
  attachTencentCloud(http, { service: 'cvm', credentials }) // in production the host name contains the service
  return async (action: string): Promise<void> => {
    const response = await http.post('/', {}, { headers: { 'X-TC-Action': action } })
    for (const [at, { number, code = 'success' }] of attemptsOf(response).entries()) {
      const signedWith = fake.requestsOf(action).slice(-attemptsOf(response).length)[at]?.secretId ?? ''
      console.log(`  ${action.padEnd(17)}  attempt ${number}  ${signedWith}  ${code}`)
    }
  }
}

try {
  console.log('The role of a CVM:')
  const onCvm = createClient(() => new CvmRole().fetch())
  await onCvm('DescribeZones')
  await onCvm('DescribeRegions')
  console.log('  -- the service refuses the token, hours before it expires')
  fake.expireToken('AKIDexample1')
  await onCvm('DescribeInstances')

  console.log('\nA role by OIDC, with keys that last 20 s and so are replaced before the next call:')
  const role = { RoleArn: 'qcs::cam::uin/1:roleName/example', RoleSessionName: 'example', ProviderId: 'example' }
  const plainHttp = { credential: {}, profile: { httpProfile: { protocol: 'http://' } } } // only for the fake
  // In TKE: `() => new OidcRole().fetch()`, which reads TKE_ROLE_ARN and related variables.
  const inTke = createClient(() => new OidcRole(plainHttp, { ...role, WebIdentityToken: 'example' }).fetch())
  await inTke('DescribeZones')
  await inTke('DescribeRegions')

  console.log('\nThe chain of providers, which finds environment variables:')
  const { TmpSecretId, TmpSecretKey, Token } = issueKeys(7200)
  Object.assign(process.env, {
    TENCENTCLOUD_SECRET_ID: TmpSecretId,
    TENCENTCLOUD_SECRET_KEY: TmpSecretKey,
    TENCENTCLOUD_SESSION_TOKEN: Token,
  })
  await createClient(readChain)('DescribeZones')

  console.log(`\nkeys issued: ${issued}; calls: 6; executions: ${fake.executions.length}`)
} finally {
  issuer.close()
  await cloud.close()
}
