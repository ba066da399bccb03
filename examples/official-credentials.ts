// Temporary keys from the official SDK (tencentcloud-sdk-nodejs-common): those of a CVM's role, and of a role entered with
// an OIDC token, as pods do in TKE. `credentials` takes a function. It is called when there are no keys yet, from 30 s
// before `expiresAt` on, and when the service refuses the token; every attempt is signed with the keys of that moment.
import { createServer } from 'node:http'
import axios from 'axios'
import { attachTencentCloud, attemptsOf } from 'axios-tencentcloud'
import type { CredentialSource, Credentials } from 'axios-tencentcloud/signing'
import { createFakeTencentCloud } from 'axios-tencentcloud/testing'
import sdk, { type CredentialResult } from 'tencentcloud-sdk-nodejs-common' // CommonJS, so Node finds no named exports

// ---- what your program needs ---------------------------------------------------------------------------------------

// getCredential() of the official classes does not tell when the keys expire, returns them again after the service has
// refused them, and once failed, fails for ever. So these subclasses use the protected method that fetches.

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

/** ExpiredTime is in seconds. STSCredential's getCredentialWithStsAssumeRole() gives the same type, for a third subclass. */
function toCredentials({ TmpSecretId, TmpSecretKey, Token, ExpiredTime }: CredentialResult): Credentials {
  return { secretId: TmpSecretId, secretKey: TmpSecretKey, token: Token, expiresAt: ExpiredTime * 1000 }
}

/** Environment variables, profile, CVM, OIDC: the first that has keys. A new chain each time, since one remembers them. */
async function fromChain(): Promise<Credentials> {
  const { secretId = '', secretKey = '', token } = await new sdk.DefaultCredentialProvider().getCredential()
  return { secretId, secretKey, token } // the chain tells no expiry: new keys are fetched when these are refused
}

// ---- the fakes -----------------------------------------------------------------------------------------------------

const fake = createFakeTencentCloud({ credentials: [] })
const cloud = await fake.listen()
let issued = 0

/** New keys, as the metadata service and STS describe them; the fake takes none but the latest. */
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

/** The metadata service of a CVM, which answers with the role's name and below it with keys, and STS. */
const issuer = createServer((request, response) => {
  if (request.headers.host === 'sts.tencentcloudapi.com') {
    const { ExpiredTime, Expiration, ...Credentials } = issueKeys(20) // in earnest they last for hours
    response.end(JSON.stringify({ Response: { Credentials, ExpiredTime, Expiration, RequestId: 'example' } }))
  } else if (request.url?.endsWith('/cam/security-credentials/')) {
    response.end('example-role')
  } else {
    response.end(JSON.stringify({ Code: 'Success', ...issueKeys(7200) }))
  }
})
// The host names stand in the SDK's code, but it obeys http_proxy, and asks such a proxy to CONNECT. This "proxy" connects
// to itself, whatever the host: the official classes run as they are. Leave it out in earnest.
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
    baseURL: cloud.urlOf('cvm'), // in earnest: 'https://cvm.tencentcloudapi.com'
    proxy: false, // not in earnest
    headers: { 'X-TC-Version': '2017-03-12', 'X-TC-Region': 'ap-guangzhou' },
  })
  attachTencentCloud(http, { service: 'cvm', credentials }) // the real host names the service by itself
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
  console.log('  -- the service stops taking the token, hours before its time')
  fake.expireToken('AKIDexample1')
  await onCvm('DescribeInstances')

  console.log('\nA role by OIDC, with keys that last 20 s and so are replaced before the next call:')
  const role = { RoleArn: 'qcs::cam::uin/1:roleName/example', RoleSessionName: 'example', ProviderId: 'example' }
  const plainHttp = { credential: {}, profile: { httpProfile: { protocol: 'http://' } } } // again, for the fake
  // In TKE: `() => new OidcRole().fetch()`, which reads TKE_ROLE_ARN and its like.
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
  await createClient(fromChain)('DescribeZones')

  console.log(`\nkeys issued: ${issued}; calls: 6; executions: ${fake.executions.length}`)
} finally {
  issuer.close()
  await cloud.close()
}
