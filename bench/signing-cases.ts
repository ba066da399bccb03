import { deepEqual, equal } from 'node:assert/strict'
import { createNonce, type SigningCrypto, signTc3, signV1, type V1Method, webCrypto } from 'axios-tencentcloud/signing'
import { AbstractClient, type OfficialClient, Sign } from '../test/signing/official.ts'
import type { Job } from './compare.ts'

const credentials = { secretId: 'AKIDexampleExampleExample', secretKey: 'exampleExampleExample' }
const timestamp = 1_700_000_000
const url = 'https://cvm.tencentcloudapi.com/'
const headers = { 'Content-Type': 'application/json' }

/** About 1 kB as JSON. */
const instances = {
  Limit: 100,
  Filters: Array.from({ length: 17 }, (_, at) => ({
    Name: `instance-name-${at}`,
    Values: [`web-${at}`, `backend-${at}`],
  })),
}
const json = JSON.stringify(instances)
const kilobyte = Buffer.alloc(1024, 'bytes of a body ')
const megabyte = Buffer.alloc(2 ** 20, 'bytes of a body ')

export interface Case {
  readonly what: string
  /** The name of its ratio, for `aims.ts`. */
  readonly figure?: string
  /** Web Crypto works in other threads, so that its elapsed time counts. */
  readonly inThreads?: true
  readonly here: Job
  readonly there: Job
}

const tc3 = (body: string | Uint8Array | undefined, crypto?: SigningCrypto, key = credentials) =>
  signTc3({ method: 'POST', url, headers, body }, key, { timestamp, crypto })

/** `sign3` serializes every payload except a Buffer to JSON, and takes '' for no body. */
const officialTc3 = (payload: unknown) =>
  Sign.sign3({ ...credentials, method: 'POST', url, payload, timestamp, service: 'cvm', headers })

let keysMade = 0
const freshKey = () => ({ ...credentials, secretKey: `example${keysMade++}` })

function tc3Cases(): readonly Case[] {
  const jsonBytes = Buffer.from(json)
  return [
    { what: 'TC3, no body', here: () => tc3(undefined), there: () => officialTc3('') },
    { what: 'TC3, 1 kB JSON text', here: () => tc3(json), there: () => officialTc3(jsonBytes) },
    {
      what: 'TC3, 1 kB JSON, made of an object',
      here: () => tc3(JSON.stringify(instances)),
      there: () => officialTc3(instances),
    },
    { what: 'TC3, 1 kB Buffer', here: () => tc3(kilobyte), there: () => officialTc3(kilobyte) },
    { what: 'TC3, 1 MB Buffer', here: () => tc3(megabyte), there: () => officialTc3(megabyte) },
    {
      what: 'TC3, no body, derived key not cached',
      figure: 'TC3, key not cached',
      here: () => tc3(undefined, undefined, freshKey()),
      there: () => officialTc3(''),
    },
  ]
}

const v1Data = {
  Limit: 100,
  Offset: 0,
  Filters: [
    { Name: 'zone', Values: ['ap-guangzhou-1', 'ap-guangzhou-2'] },
    { Name: 'instance-name', Values: ['web', 'backend'] },
  ],
  InstanceIds: ['ins-12345678', 'ins-87654321'],
}
const v1Methods = ['HmacSHA256', 'HmacSHA1'] as const
const common = { Action: 'DescribeInstances', Version: '2017-03-12', Region: 'ap-guangzhou', RequestClient: 'bench' }
const v1Request = { method: 'POST', host: 'cvm.tencentcloudapi.com', path: '/' }

// One literal, as a caller writes it: V8 takes 1 µs longer to spread two objects, `{ ...v1Data, ...common }`.
const toV1Params = ({ Action, Version, Region, RequestClient }: typeof common) => ({
  Action,
  Version,
  Region,
  RequestClient,
  ...v1Data,
})

const v1 = (signatureMethod: V1Method) =>
  signV1({ ...v1Request, params: toV1Params(common) }, credentials, {
    timestamp: Math.floor(Date.now() / 1000),
    nonce: createNonce(),
    signatureMethod,
  })

const createOfficial = (signMethod: V1Method) =>
  new AbstractClient(v1Request.host, common.Version, {
    credential: credentials,
    region: common.Region,
    profile: { signMethod },
  })
const officialV1 = (official: OfficialClient) => official.formatRequestData(common.Action, official.mergeData(v1Data))

const v1Case = (method: V1Method): Case => {
  const official = createOfficial(method)
  return { what: `${method}, 10 parameters`, figure: method, here: () => v1(method), there: () => officialV1(official) }
}

function webCryptoCases(): readonly Case[] {
  const crypto = webCrypto(globalThis.crypto.subtle)
  if (!crypto) throw new Error('no Web Crypto')
  const jsonBytes = Buffer.from(json)
  return [
    {
      what: 'Web Crypto: TC3, 1 kB JSON text',
      inThreads: true,
      here: () => tc3(json, crypto),
      there: () => officialTc3(jsonBytes),
    },
    {
      what: 'Web Crypto: TC3, 1 MB Buffer',
      inThreads: true,
      here: () => tc3(megabyte, crypto),
      there: () => officialTc3(megabyte),
    },
  ]
}

/** Checks that both sides create the same signatures; otherwise their times would not be comparable. */
export async function assertSameSignatures(): Promise<void> {
  for (const body of [undefined, kilobyte, megabyte]) {
    equal((await tc3(body)).Authorization, officialTc3(body ?? ''))
  }
  equal((await tc3(json)).Authorization, officialTc3(Buffer.from(json)))
  equal((await tc3(json)).Authorization, officialTc3(instances))

  const listNames = (sent: object) => Object.keys(sent).sort()
  for (const method of v1Methods) {
    const { Signature, Nonce, Timestamp, ...params } = await officialV1(createOfficial(method))
    const options = { timestamp: Number(Timestamp), nonce: Number(Nonce) }
    const again = Object.fromEntries(await signV1({ ...v1Request, params }, credentials, options))
    equal(again.Signature, Signature)
    deepEqual(listNames(Object.fromEntries(await v1(method))), listNames(again))
  }
}

export const cases: readonly Case[] = [...tc3Cases(), ...v1Methods.map(v1Case), ...webCryptoCases()]
