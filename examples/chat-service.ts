// A chat service: Express streams a model's answer to the browser. It gets through throttles, stops the model when its
// reader leaves, and never sends a prompt again once the reader has seen a token. Ends by itself.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { isTencentCloudError } from 'axios-tencentcloud'
import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'
import { createFakeTencentCloud, faults, limits } from 'axios-tencentcloud/testing'
import express, { type Request, type Response } from 'express'
import OpenAI from 'openai'

// ---- the service: what you would deploy ----------------------------------------------------------------------------

function createService(baseURL: string, hosts: readonly string[] = []) {
  const openai = new OpenAI({
    apiKey: process.env.TOKENHUB_API_KEY ?? 'sk-example',
    baseURL, // https://tokenhub.tencentmaas.com/v1
    // `hosts` and `service` are needed only for an address that is not Tencent Cloud's.
    fetch: createTencentCloudFetch(fetch, { throwErrors: 'response', hosts, service: 'tokenhub' }),
  })

  const app = express()
  app.get('/chat', async (request: Request, response: Response) => {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const messages = [{ role: 'user' as const, content: String(request.query.prompt) }]
    try {
      const body = { model: 'hunyuan-turbos', messages, stream: true as const }
      const stream = await openai.chat.completions.create(body, { signal: gone.signal })
      // The first token is there: until now everything could be repeated, from here on nothing is.
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for await (const { choices } of stream) {
        const text = choices[0]?.delta.content
        if (text) response.write(`data: ${JSON.stringify(text)}\n\n`)
      }
      response.end('event: end\ndata: {}\n\n')
    } catch (error) {
      if (gone.signal.aborted) return
      const code = error instanceof OpenAI.APIError || isTencentCloudError(error) ? error.code : undefined
      if (response.headersSent) return void response.end(`event: failure\ndata: ${JSON.stringify({ code })}\n\n`)
      const isBusy = error instanceof OpenAI.RateLimitError
      response.status(isBusy ? 503 : 502).json({ code })
    }
  })
  return app
}

// ---- a model that fails, and readers -------------------------------------------------------------------------------

const fake = createFakeTencentCloud()
const cloud = await fake.listen()
const service = createService(`${cloud.urlOf('tokenhub')}/v1`, [new URL(cloud.url).host]).listen(0, '127.0.0.1')
await once(service, 'listening')
const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/chat?prompt=Hello`

const read = async (): Promise<string> => {
  const response = await fetch(url)
  const text = await response.text()
  const tokens = [...text.matchAll(/^data: "(.*)"$/gm)].map(([, token]) => token).join('')
  const [, event = String(response.status), data = text] = /event: (\w+)\ndata: (.*)/.exec(text) ?? []
  return `"${tokens}", then ${event} ${data}`
}
const report = (scene: string, got: string) =>
  console.log(
    `${scene}\n  the reader got ${got}\n  requests ${fake.requests.length}, prompts run ${fake.executions.length}`,
  )

try {
  fake.answer('chat/completions', { text: 'Deep in thought', msPerToken: 30 })
  fake.fail('*', faults.model('429005'), faults.stream('error', { frames: 0, code: '429001' }))
  report('Two throttles, one of them inside a stream', await read())

  fake.reset()
  fake.answer('chat/completions', { text: 'Deep in thought' })
  fake.fail('*', faults.stream('end', { frames: 2 })) // the role, and the first token
  report('A stream that stops after the first token', await read())

  fake.reset()
  fake.fail('*', faults.model('402001', 'no balance', { status: 402 }))
  report('A refusal', await read())

  fake.reset()
  fake.answer('chat/completions', { text: 'one two three four five six seven eight nine ten', msPerToken: 50 })
  const leaving = new AbortController()
  const response = await fetch(url, { signal: leaving.signal })
  await response.body?.getReader().read()
  leaving.abort()
  while (fake.inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 5))
  const { generated } = fake.executions[0] ?? {}
  const isStopped = generated !== undefined && generated.sentTokens < generated.outputTokens
  report('A reader who leaves', `a token; the answer ended: ${generated?.ended}, early: ${isStopped}`)

  fake.reset()
  fake.limit('chat/completions', limits.inFlight({ max: 2 }))
  fake.answer('chat/completions', { text: 'Deep in thought', msPerToken: 20 })
  const got = await Promise.all(Array.from({ length: 8 }, read))
  const whole = got.filter((text) => text === '"Deep in thought", then end {}').length
  console.log(
    `Eight readers at once, two calls in flight allowed\n  whole answers ${whole}, prompts run ${fake.executions.length}`,
  )
} finally {
  service.close()
  service.closeAllConnections()
  await cloud.close()
}
