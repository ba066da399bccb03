import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import Anthropic from '@anthropic-ai/sdk'
import { ChatOpenAI } from '@langchain/openai'
import { generateText, streamText } from 'ai'
import axios, { type AxiosRequestConfig } from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'
import { createTencentCloudFetch, type TencentCloudFetch } from 'axios-tencentcloud/fetch'
import { withTencentCloud } from 'axios-tencentcloud/sdk'
import OpenAI from 'openai'
import { hunyuan } from 'tencentcloud-sdk-nodejs/tencentcloud/services/hunyuan/index.js'
import { profileFor } from '../sdk/clients.ts'
import { InstantClock } from '../support/clocks.ts'

/** A client for models, as its users would write it. Resolves to the text that came; `onText` gets it as it comes. */
export interface ModelClient {
  readonly name: string
  ask(onText: (text: string) => void): Promise<void>
  askForStream(onText: (text: string) => void): Promise<void>
}

const prompt = 'Hello'
const messages: { role: 'user'; content: string }[] = [{ role: 'user', content: prompt }]
const model = 'm'
const apiKey = 'sk-example'

const toSettings = (origin: string) => ({
  clock: new InstantClock(),
  pacing: false as const,
  hosts: [new URL(origin).host],
  service: 'tokenhub',
})

function withOpenAi(baseURL: string, fetch: TencentCloudFetch): ModelClient {
  const client = new OpenAI({ apiKey, baseURL, fetch })
  return {
    name: 'openai',
    async ask(onText) {
      const { choices } = await client.chat.completions.create({ model, messages })
      onText(choices[0]?.message.content ?? '')
    },
    async askForStream(onText) {
      const stream = await client.chat.completions.create({ model, messages, stream: true })
      for await (const { choices } of stream) onText(choices[0]?.delta.content ?? '')
    },
  }
}

function withResponses(baseURL: string, fetch: TencentCloudFetch): ModelClient {
  const client = new OpenAI({ apiKey, baseURL, fetch })
  return {
    name: 'openai, Responses',
    async ask(onText) {
      onText((await client.responses.create({ model, input: prompt })).output_text)
    },
    async askForStream(onText) {
      const stream = await client.responses.create({ model, input: prompt, stream: true })
      for await (const event of stream) if (event.type === 'response.output_text.delta') onText(event.delta)
    },
  }
}

function withAnthropic(baseURL: string, fetch: TencentCloudFetch): ModelClient {
  // This client adds the version to the path by itself.
  const client = new Anthropic({ apiKey, baseURL: baseURL.replace(/\/v1$/, ''), fetch })
  const body = { model, messages, max_tokens: 100 }
  return {
    name: '@anthropic-ai/sdk',
    async ask(onText) {
      const { content } = await client.messages.create(body)
      for (const block of content) if (block.type === 'text') onText(block.text)
    },
    async askForStream(onText) {
      const stream = await client.messages.create({ ...body, stream: true })
      for await (const event of stream) {
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') onText(event.delta.text)
      }
    },
  }
}

function withAi(baseURL: string, fetch: TencentCloudFetch): ModelClient {
  const provider = createOpenAICompatible({ name: 'tokenhub', apiKey, baseURL, fetch })
  // Its own retries do not read x-should-retry.
  const call = { model: provider(model), prompt, maxRetries: 0 }
  return {
    name: 'ai with @ai-sdk/openai-compatible',
    async ask(onText) {
      onText((await generateText(call)).text)
    },
    async askForStream(onText) {
      for await (const part of streamText({ ...call, onError() {} }).fullStream) {
        if (part.type === 'error') throw part.error
        if (part.type === 'text-delta') onText(part.text)
      }
    },
  }
}

function withLangChain(baseURL: string, fetch: TencentCloudFetch): ModelClient {
  // Its own retries do not read x-should-retry.
  const client = new ChatOpenAI({ model, apiKey, maxRetries: 0, configuration: { baseURL, fetch } })
  return {
    name: '@langchain/openai',
    async ask(onText) {
      onText((await client.invoke(prompt)).text)
    },
    async askForStream(onText) {
      for await (const { text } of await client.stream(prompt)) onText(text)
    },
  }
}

/** The text in the events of a stream of OpenAI's protocol, as they come. */
async function readEvents(chunks: AsyncIterable<Uint8Array>, onText: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines)
      if (line.startsWith('data: {')) onText(JSON.parse(line.slice(6)).choices?.[0].delta.content ?? '')
  }
}

function withFetch(baseURL: string, fetch: TencentCloudFetch): ModelClient {
  const send = (stream: boolean) =>
    fetch(`${baseURL}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages, stream }),
    })
  return {
    name: 'fetch',
    async ask(onText) {
      const { choices } = await (await send(false)).json()
      onText(choices[0].message.content)
    },
    async askForStream(onText) {
      await readEvents((await send(true)).body ?? new ReadableStream(), onText)
    },
  }
}

function withAxios(baseURL: string, adapter: 'http' | 'fetch'): ModelClient {
  const http = axios.create({ baseURL, adapter, proxy: false, headers: { authorization: `Bearer ${apiKey}` } })
  attachTencentCloud(http, toSettings(baseURL))
  const send = (stream: boolean, config: AxiosRequestConfig = {}) =>
    http.post('/chat/completions', { model, messages, stream }, config)
  return {
    name: `axios, adapter ${adapter}`,
    async ask(onText) {
      onText((await send(false)).data.choices[0].message.content)
    },
    async askForStream(onText) {
      await readEvents((await send(true, { responseType: 'stream' })).data, onText)
    },
  }
}

/** The official client, of API 3.0: it signs, and knows no path. */
function withOfficialSdk(baseURL: string): ModelClient {
  const credential = { secretId: 'AKIDexample', secretKey: 'example' }
  const client = withTencentCloud(
    new hunyuan.v20230901.Client({ credential, region: '', profile: profileFor(new URL(baseURL).origin) }),
    { clock: new InstantClock(), pacing: false, service: 'hunyuan' },
  )
  const body = { Model: model, Messages: [{ Role: 'user', Content: prompt }] }
  return {
    name: 'tencentcloud-sdk-nodejs',
    async ask(onText) {
      const { Choices } = await client.ChatCompletions(body)
      onText(Choices?.[0]?.Message?.Content ?? '')
    },
    async askForStream(onText) {
      const events: AsyncIterable<{ data: string }> = await client.request('ChatCompletions', { ...body, Stream: true })
      for await (const { data } of events) onText(JSON.parse(data).Choices?.[0]?.Delta.Content ?? '')
    },
  }
}

/** All clients, for a model at an address that ends with `/v1`. */
export function connectAll(baseURL: string): readonly ModelClient[] {
  const settings = toSettings(baseURL)
  const handingBack = createTencentCloudFetch(fetch, { ...settings, throwErrors: 'response' })
  return [
    withOpenAi(baseURL, handingBack),
    withResponses(baseURL, handingBack),
    withAnthropic(baseURL, handingBack),
    withAi(baseURL, handingBack),
    withLangChain(baseURL, handingBack),
    withAxios(baseURL, 'http'),
    withAxios(baseURL, 'fetch'),
    withFetch(baseURL, createTencentCloudFetch(fetch, settings)),
    withOfficialSdk(baseURL),
  ]
}
