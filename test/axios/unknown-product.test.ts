import axios from 'axios'
import {
  attachTencentCloud,
  attemptsOf,
  TencentCloudError,
  type TencentCloudOptions,
  ThrottlingError,
} from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { faults } from 'axios-tencentcloud/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { startScriptedServer } from '../support/scripted-server.ts'

const path = '/v2/index.php'
const create = { params: { Action: 'CreateThing' } }
const read = { params: { Action: 'DescribeThings' } }
const throttled = faults.legacy(4420, '(10250)qps throttling')

/** A client of a gateway at an IP address, behind which a product answers whose name is not given. */
async function startGateway() {
  const { fake, url, clock } = await startCloud()
  const connect = (options: TencentCloudOptions = {}) => {
    const http = axios.create({ baseURL: `${url}/kms`, proxy: false })
    attachTencentCloud(http, { clock, ...options })
    return http
  }
  return { fake, url, connect, http: connect() }
}

describe('behind a gateway, with no product named', () => {
  test('a create that 4420/10250 refuses is a throttle: it is repeated, and runs once', async () => {
    const { fake, http } = await startGateway()
    fake.fail('CreateThing', throttled, throttled)
    const response = await http.get(path, create)
    expect(attemptsOf(response).map(({ code, moduleCode, reason }) => [code, moduleCode, reason])).toEqual([
      ['4420', '10250', 'throttled'],
      ['4420', '10250', 'throttled'],
      [undefined, undefined, 'success'],
    ])
    expect(fake.requestsOf('CreateThing')).toHaveLength(3)
    expect(fake.executionsOf('CreateThing')).toHaveLength(1)
  })

  test('the error of one that stays refused says that nothing ran, and to name the product', async () => {
    const { fake, http } = await startGateway()
    const call = http.get(path, { ...create, tencentCloud: { retry: false } })
    fake.fail('CreateThing', throttled)
    const error = await rejectionOf(call)
    expect(error).toBeInstanceOf(ThrottlingError)
    expect(error).toMatchObject({
      code: '4420',
      moduleCode: '10250',
      retry: 'throttle',
      mayHaveRun: false,
      reason: 'retry-disabled',
      remedy: { en: expect.stringContaining('`service`'), zh: expect.stringContaining('`service`') },
    })
    expect(error).not.toHaveProperty('service')
    expect(fake.executionsOf('CreateThing')).toHaveLength(0)
  })

  test.each([
    ['a throttle by the shared list', 4400, '(99)limit', 'ThrottlingError', 5],
    ['a message too large', 4400, '(10230)too large', 'InvalidParameterError', 1],
    ['a bad parameter', 4400, '(9003)bad', 'InvalidParameterError', 1],
    ['a quota of subscriptions', 4500, '(10480)limit', 'QuotaExceededError', 1],
    ['a missing right', 4200, '(10461)denied', 'AuthorizationError', 1],
    ['a number of chat, which has a format of its own', 60018, 'busy', 'TencentCloudError', 1],
  ])('%s, %i %s, is a %s after %i requests', async (_what, code, message, name, requests) => {
    const { fake, http } = await startGateway()
    fake.fail('DescribeThings', ...Array(6).fill(faults.legacy(code, message)))
    const error = await rejectionOf(http.get(path, read))
    expect(error).toMatchObject({ name, code: String(code) })
    expect(error).toBeInstanceOf(TencentCloudError)
    expect(fake.requests).toHaveLength(requests)
  })

  test('an answer in a format that only one product has is judged by the list of that product', async () => {
    const { fake, http } = await startGateway()
    const body = JSON.stringify({ ActionStatus: 'FAIL', ErrorCode: 60018, ErrorInfo: 'too fast' })
    fake.fail('CreateThing', faults.body(body, { headers: { 'content-type': 'application/json' } }))
    await http.get(path, create)
    expect(fake.requests).toHaveLength(2)
    expect(fake.executionsOf('CreateThing')).toHaveLength(1)
  })

  test('an entry of the `catalog` option outranks all lists', async () => {
    const { fake, connect } = await startGateway()
    const entry = { code: '4420', class: 'BillingError', retry: 'never' } as const
    fake.fail('CreateThing', throttled)
    const error = await rejectionOf(connect({ catalog: [entry] }).get(path, create))
    expect(error).toMatchObject({ name: 'BillingError', retry: 'never' })
    expect(fake.requests).toHaveLength(1)
  })

  test('a fetch to it is treated alike', async () => {
    const { fake, url } = await startGateway()
    const fetch = createTencentCloudFetch(undefined, { hosts: [url], clock: new InstantClock() })
    fake.fail('CreateThing', throttled)
    await fetch(`${url}/kms${path}?Action=CreateThing`)
    expect(fake.requests).toHaveLength(2)
    expect(fake.executionsOf('CreateThing')).toHaveLength(1)
  })
})

test('a product that has no list of numbers answers 4420/10250 as a throttle too', async () => {
  const { fake, client } = await startCloud()
  fake.fail('CreateThing', throttled)
  await client({ service: 'cvm' }).get(path, create)
  expect(fake.requests).toHaveLength(2)
  expect(fake.executionsOf('CreateThing')).toHaveLength(1)
})

test.each(['RequestConcurrencyExceeded', 'InvalidRequest.RequestConcurrencyExceeded'])(
  'a RunInstances that %s refuses is repeated, and runs once',
  async (code) => {
    const { fake, client, url } = await startCloud()
    fake.fail('RunInstances', faults.api3(code, 'too many'))
    const http = client({ service: 'cvm' }, { baseURL: `${url}/cvm` })
    await http.post('/', {}, { headers: { 'X-TC-Action': 'RunInstances', 'X-TC-Version': '2017-03-12' } })
    expect(fake.requestsOf('RunInstances')).toHaveLength(2)
    expect(fake.executionsOf('RunInstances')).toHaveLength(1)
  },
)

describe('on a host that is neither that of the baseURL nor one of `hosts`', () => {
  async function askOtherHost(body: object) {
    const server = await startScriptedServer()
    onTestFinished(() => server.close())
    server.answer = (_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(server.received.length === 1 ? body : { code: 0, message: '' }))
    }
    const http = axios.create({ proxy: false })
    attachTencentCloud(http, { clock: new InstantClock() })
    const response = await http.get(`${server.origin}${path}`, create)
    return { answered: response.data, requests: server.received.length }
  }

  test('4420/10250 is unmistakable: it is repeated', async () => {
    const { answered, requests } = await askOtherHost({ code: 4420, message: '(10250)qps throttling', codeDesc: 'X' })
    expect([answered.code, requests]).toEqual([0, 2])
  })

  test.each([
    ['a number of one product with another module code', { code: 1001, message: '(404)no such user' }],
    ['a number of one product with a codeDesc', { code: 9006, message: 'no', codeDesc: 'Failed' }],
    ['a number that has a meaning only with its module code', { code: 4420, message: 'no', codeDesc: 'Failed' }],
    ['a number of a product with a format of its own', { code: 60018, message: '(1)no', codeDesc: 'Failed' }],
    ['the commonest envelope', { code: 200, message: 'ok' }],
  ])('%s may be of any other API: it is handed over', async (_what, body) => {
    expect(await askOtherHost(body)).toEqual({ answered: body, requests: 1 })
  })
})
