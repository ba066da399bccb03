import { describe, expect, test } from 'vitest'
import {
  type Credentials,
  encodeParams,
  signTc3,
  signV1,
  type Tc3Options,
  type V1Method,
} from '../../src/signing/index.ts'
import { cryptos } from './cryptos.ts'

// The keys in Tencent Cloud's own documents, revoked long ago.
const sample: Credentials = {
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
}
const legacySample: Credentials = {
  secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA',
  secretKey: 'Gu5t9xGARNpq86cd98joQYCN3Cozk1qA',
}
/** The newer documents mask the key, and sign with the mask itself. */
const masked: Credentials = { secretId: `AKID${'*'.repeat(32)}`, secretKey: '*'.repeat(32) }

const tc3Body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'

const tc3Examples: readonly {
  source: string
  credentials: Credentials
  options: Partial<Tc3Options>
  authorization: string
}[] = [
  {
    source: 'https://www.tencentcloud.com/document/product/267/37447',
    credentials: sample,
    options: {},
    authorization:
      'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
  },
  {
    source: 'https://cloud.tencent.com/document/api/213/30654',
    credentials: masked,
    options: { signedHeaders: ['X-TC-Action'] },
    authorization:
      'TC3-HMAC-SHA256 Credential=AKID********************************/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f',
  },
]

const v1Examples: readonly {
  source: string
  credentials: Credentials
  host: string
  path: string
  signatureMethod?: V1Method
  params: Record<string, unknown>
  signature: string
  encoded: string
}[] = [
  {
    source: 'https://www.tencentcloud.com/document/product/228/31724 (API 3.0)',
    credentials: sample,
    host: 'cvm.tencentcloudapi.com',
    path: '/',
    params: {
      Action: 'DescribeInstances',
      Region: 'ap-guangzhou',
      InstanceIds: ['ins-09dx96dg'],
      Offset: 0,
      Limit: 20,
      Version: '2017-03-12',
    },
    signature: 'EliP9YW3pW28FpsEdkXt/+WcGeI=',
    encoded: 'EliP9YW3pW28FpsEdkXt%2F%2BWcGeI%3D',
  },
  {
    source: 'https://intl.cloud.tencent.com/document/product/215/1693 (legacy, no SignatureMethod)',
    credentials: legacySample,
    host: 'cvm.api.qcloud.com',
    path: '/v2/index.php',
    params: { Action: 'DescribeInstances', Region: 'gz', instanceIds: ['ins-09dx96dg'], offset: 0, limit: 20 },
    signature: 'NSI3UqqD99b/UJb4tbG/xZpRW64=',
    encoded: 'NSI3UqqD99b%2FUJb4tbG%2FxZpRW64%3D',
  },
  {
    source: 'legacy, HmacSHA256, the later edition of the same document',
    credentials: legacySample,
    host: 'cvm.api.qcloud.com',
    path: '/v2/index.php',
    signatureMethod: 'HmacSHA256',
    params: { Action: 'DescribeInstances', Region: 'ap-guangzhou', 'InstanceIds.0': 'ins-09dx96dg' },
    signature: '0EEm/HtGRr/VJXTAD9tYMth1Bzm3lLHz5RCDv1GdM8s=',
    encoded: '0EEm%2FHtGRr%2FVJXTAD9tYMth1Bzm3lLHz5RCDv1GdM8s%3D',
  },
  {
    source: 'legacy, HmacSHA1, the later edition of the same document',
    credentials: legacySample,
    host: 'cvm.api.qcloud.com',
    path: '/v2/index.php',
    signatureMethod: 'HmacSHA1',
    params: { Action: 'DescribeInstances', Region: 'ap-guangzhou', 'InstanceIds.0': 'ins-09dx96dg' },
    signature: 'nPVnY6njQmwQ8ciqbPl5Qe+Oru4=',
    encoded: 'nPVnY6njQmwQ8ciqbPl5Qe%2BOru4%3D',
  },
]

describe.each(cryptos)('with $name', ({ crypto }) => {
  test.each(tc3Examples)('the TC3 example of $source comes out to the byte', async (example) => {
    const headers = await signTc3(
      {
        method: 'POST',
        url: 'https://cvm.tencentcloudapi.com',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          Host: 'cvm.tencentcloudapi.com',
          'X-TC-Action': 'DescribeInstances',
          'X-TC-Version': '2017-03-12',
          'X-TC-Region': 'ap-guangzhou',
        },
        body: tc3Body,
      },
      example.credentials,
      { timestamp: 1551113065, ...example.options, crypto },
    )
    expect(headers).toEqual({ Authorization: example.authorization, 'X-TC-Timestamp': '1551113065' })
  })

  test.each(v1Examples)('the version 1 example of $source comes out to the byte', async (example) => {
    const { host, path, params, signatureMethod, credentials } = example
    const signed = await signV1({ method: 'GET', host, path, params }, credentials, {
      timestamp: 1465185768,
      nonce: 11886,
      signatureMethod,
      crypto,
    })
    expect(signed.at(-1)).toEqual(['Signature', example.signature])
    expect(encodeParams(signed)).toMatch(new RegExp(`&Signature=${example.encoded}$`))
  })
})
