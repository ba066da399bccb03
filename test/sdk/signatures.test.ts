import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { rejectionOf } from '../support/cloud.ts'
import { profileFor, wrapCvm } from './clients.ts'

/** A service that refuses every signature, and repeats it. */
async function startRefusing(): Promise<{ readonly url: string; readonly signatures: string[] }> {
  const signatures: string[] = []
  const server = createServer(async (request, response) => {
    const fields = `${request.url}&${await text(request)}&${request.headers.authorization}`
    const signature = /Signature=([^&,\s]+)/.exec(fields)?.[1] ?? ''
    signatures.push(signature, decodeURIComponent(signature))
    const Message = `${signature} or ${decodeURIComponent(signature)} is wrong`
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({ Response: { Error: { Code: 'AuthFailure.SignatureFailure', Message }, RequestId: 'r-1' } }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, signatures }
}

test.each(['TC3-HMAC-SHA256', 'HmacSHA1', 'HmacSHA256'] as const)(
  'a signature of the SDK (%s) that the service repeats is not printed',
  async (signMethod) => {
    for (const reqMethod of ['GET', 'POST'] as const) {
      const { url, signatures } = await startRefusing()
      const client = wrapCvm({ retry: false }, { ...profileFor(url, { reqMethod }), signMethod })
      const error = await rejectionOf(client.DescribeZones())
      expect(error).toMatchObject({ name: 'AuthenticationError' })
      const { cause } = error as Error
      const printed = [inspect(error, { depth: 9, showHidden: true }), inspect(cause), String(cause)].join('\n')
      expect(signatures).toHaveLength(2)
      for (const signature of signatures) {
        expect(signature.length).toBeGreaterThan(20)
        expect(printed).not.toContain(signature)
      }
    }
  },
)

test('a signature is not printed either if the caller gives several requests the same trace id', async () => {
  const { url, signatures } = await startRefusing()
  const client = wrapCvm({ retry: false }, profileFor(url))
  const headers = { 'X-TC-TraceId': 'one-for-all' }
  const calls = ['ap-beijing', 'ap-shanghai', 'ap-guangzhou'].map((Zone) =>
    rejectionOf(client.request('DescribeZones', { Zone }, { headers } as never)),
  )
  const printed = inspect(await Promise.all(calls), { depth: 9, showHidden: true })
  expect(new Set(signatures).size).toBe(3)
  for (const signature of signatures) expect(printed).not.toContain(signature)
})
