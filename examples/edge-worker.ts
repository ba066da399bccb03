// An edge worker (Cloudflare Workers, EdgeOne functions, Deno, Bun: any platform that calls `export default { fetch }`)
// that lists the instances of an account. It calls Tencent Cloud with fetch and uses no Node.js API. Run with Node.js,
// it answers three requests offline: a fake Tencent Cloud answers for the real host names.
import { isTencentCloudError, ThrottlingError } from 'axios-tencentcloud'
import { createTencentCloudFetch, type TencentCloudFetch } from 'axios-tencentcloud/fetch'

interface Env {
  readonly TENCENTCLOUD_SECRET_ID: string
  readonly TENCENTCLOUD_SECRET_KEY: string
}

// One client for all requests to this instance of the worker, so that they share derived keys and the retry budget.
let tencentCloud: TencentCloudFetch | undefined

const connect = (env: Env): TencentCloudFetch =>
  createTencentCloudFetch(undefined, {
    credentials: { secretId: env.TENCENTCLOUD_SECRET_ID, secretKey: env.TENCENTCLOUD_SECRET_KEY },
    deadlineMs: 10_000, // a visitor is waiting
    pacing: false, // on Cloudflare, one request cannot resume another one that waits in a queue
  })

const worker = {
  async fetch(request: Request, env: Env): Promise<Response> {
    tencentCloud ??= connect(env)
    const region = new URL(request.url).searchParams.get('region') ?? 'ap-guangzhou'
    try {
      const response = await tencentCloud('https://cvm.tencentcloudapi.com/', {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'X-TC-Action': 'DescribeInstances',
          'X-TC-Version': '2017-03-12',
          'X-TC-Region': region,
        },
        body: JSON.stringify({ Limit: 20 }),
        signal: request.signal, // aborts the call when the visitor disconnects
      })
      // A Response of fetch, so its body can be streamed to the visitor.
      return new Response(response.body, { headers: { 'Content-Type': 'application/json' } })
    } catch (error) {
      if (!isTencentCloudError(error)) throw error
      const { code, requestId, meaning } = error
      const status = error instanceof ThrottlingError ? 503 : 502
      return Response.json({ code, requestId, meaning: meaning?.en }, { status })
    }
  },
}

export default worker

// ---- only for Node.js: a fake Tencent Cloud and three visitors ------------------------------------------------------

if (globalThis.process?.argv[1]?.endsWith('edge-worker.ts')) {
  const { http } = await import('msw')
  const { setupServer } = await import('msw/node')
  const { createFakeTencentCloud, faults } = await import('axios-tencentcloud/testing')

  const env = { TENCENTCLOUD_SECRET_ID: 'AKIDexampleExampleExample', TENCENTCLOUD_SECRET_KEY: 'exampleExampleExample' }
  const fake = createFakeTencentCloud({
    credentials: [{ secretId: env.TENCENTCLOUD_SECRET_ID, secretKey: env.TENCENTCLOUD_SECRET_KEY }],
  })
  const server = setupServer(...fake.handlers(http))
  server.listen({ onUnhandledRequest: 'error' })

  const visit = async (what: string): Promise<void> => {
    const before = fake.requests.length
    const response = await worker.fetch(new Request('https://worker.example/?region=ap-beijing'), env)
    console.log(`${what}\n  the visitor gets ${response.status} ${await response.text()}`)
    const seen = fake.requests
      .slice(before)
      .map(({ outcome, verified }) => `${outcome}${verified ? ', signature valid' : ''}`)
    console.log(`  Tencent Cloud saw ${seen.length}: ${seen.join('; ')}\n`)
  }

  fake.answer('DescribeInstances', { TotalCount: 1, InstanceSet: [{ InstanceId: 'ins-example' }] })
  await visit('All is well:')
  fake.fail('DescribeInstances', faults.reset('before'), faults.html(502))
  await visit('A lost connection and a gateway’s page of HTML:')
  fake.fail('DescribeInstances', faults.api3('AuthFailure.UnauthorizedOperation', 'not allowed'))
  await visit('A failure that no repeat repairs:')

  server.close()
}
