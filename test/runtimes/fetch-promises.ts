import { attemptsOf, isTencentCloudError } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { assert, type Call, credentials, instantClock, promisesOf, type RuntimePromise } from './promises.ts'

/**
 * The promises of a fetch, at a fake cloud.
 *
 * @param connection what the runtime's fetch needs in its init so that it resends nothing by itself
 */
export function fetchPromises(url: string, connection: object = {}): RuntimePromise[] {
  const authorizations: (string | null)[] = []
  const noting: typeof fetch = (input, init) => {
    authorizations.push(new Headers(init?.headers).get('Authorization'))
    return fetch(input, { ...init, ...connection })
  }
  const options = { credentials, hosts: [new URL(url).host], service: 'cvm' }
  const send = async ({ action, signal, deadlineMs }: Call): Promise<Response> => {
    authorizations.length = 0
    // Deadlines need a clock that goes on.
    const clock = deadlineMs === undefined ? { clock: instantClock() } : {}
    return createTencentCloudFetch(noting, { ...options, ...clock })(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-TC-Action': action, 'X-TC-Version': '2017-03-12' },
      body: '{"Limit":1}',
      ...(signal && { signal }),
      ...(deadlineMs !== undefined && { tencentCloud: { deadlineMs } }),
    })
  }
  return promisesOf(
    {
      sender: 'Client',
      async call(call) {
        const response = await send(call)
        const body: unknown = await response.json()
        assert(JSON.stringify(body).includes('RequestId'), `the answer is ${JSON.stringify(body)}`)
        return { attempts: attemptsOf(response).length, authorizations }
      },
      stream: async (call) => (await send(call)).text(),
      isAbort: (error, signal) => error === signal.reason,
    },
    isTencentCloudError,
  )
}
