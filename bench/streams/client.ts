// node --expose-gc client.mjs <mode> <origin> [<opener>]
// A new process that opens streams as a program would, and prints what it measured as JSON.
import { setTimeout as sleep } from 'node:timers/promises'
import axios from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'
import { createTencentCloudFetch, type TencentCloudFetchOptions } from 'axios-tencentcloud/fetch'
import type { Abort, Crowd, FirstTokens, Memory, Mode, Opener, Phase } from './protocol.ts'

// With source maps, the stack of each rejection would take longer than its request.
process.setSourceMapsEnabled(false)

const [mode = '', origin = '', opener = ''] = process.argv.slice(2)
const { host } = new URL(origin)
const body = { model: 'm', stream: true, messages: [{ role: 'user', content: 'Hello' }] }
const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }

const connect = (more: TencentCloudFetchOptions = {}) =>
  createTencentCloudFetch(fetch, { hosts: [host], service: 'tokenhub', ...more })
const urlOf = (way: string, id: string): string => `${origin}/${way}/${id}/v1/chat/completions`

type Chunks = AsyncIterable<Uint8Array>
type Open = (url: string, signal?: AbortSignal) => Promise<Chunks>

const withFetch =
  (call: (url: string, init: RequestInit) => Promise<Response>): Open =>
  async (url, signal) =>
    (await call(url, { ...init, ...(signal && { signal }) })).body ?? new ReadableStream()

function withAxios(isOurs: boolean): Open {
  const http = axios.create({ proxy: false })
  if (isOurs) attachTencentCloud(http, { hosts: [host], service: 'tokenhub' })
  return async (url) => (await http.post<Chunks>(url, body, { responseType: 'stream' })).data
}

/** The time to the first content; reads to the end. */
async function timeFirst(open: Open): Promise<number> {
  const start = performance.now()
  let first: number | undefined
  let text = ''
  for await (const chunk of await open(urlOf('first', 'x'))) {
    if (first === undefined) text += Buffer.from(chunk)
    if (text.includes('"a"')) first ??= performance.now() - start
  }
  if (first === undefined) throw new Error('no content came')
  return first
}

const createOpeners = (): readonly (readonly [Opener, Open])[] => [
  ['fetch', withFetch(fetch)],
  ['here, fetch', withFetch(connect())],
  ['axios', withAxios(false)],
  ['here, axios', withAxios(true)],
]

/** The first stream of a process: what reads streams is loaded, and a connection opened. */
async function measureFirstStream(): Promise<number> {
  const open = createOpeners().find(([name]) => name === opener)?.[1]
  if (!open) throw new Error(`no opener "${opener}"`)
  return timeFirst(open)
}

async function measureFirstTokens(): Promise<FirstTokens> {
  const openers = createOpeners()
  const times = new Map<Opener, number[]>(openers.map(([name]) => [name, []]))
  for (let pair = 0; pair < 10; pair++) {
    // The order changes, so that none always follows the same one.
    for (const [name, open] of pair % 2 === 0 ? openers : openers.toReversed()) {
      times.get(name)?.push(await timeFirst(open))
    }
  }
  return Object.fromEntries(times)
}

async function measureMemory(call: typeof fetch | ReturnType<typeof connect>): Promise<Memory> {
  const megabytes = 100
  const { gc } = globalThis
  if (!gc) throw new Error('run with --expose-gc')
  const look = () => {
    gc()
    const { heapUsed, rss } = process.memoryUsage()
    return { heapUsed, rss }
  }
  const start = performance.now()
  let read = 0
  let base: ReturnType<typeof look> | undefined
  let [heapGrowth, rssGrowth] = [0, 0]
  let next = megabytes / 10
  const response = await call(urlOf('big', String(megabytes)), init)
  for await (const chunk of response.body ?? []) {
    read += chunk.length
    if (read < next * 1e6) continue
    next += megabytes / 10
    const now = look()
    base ??= now
    heapGrowth = Math.max(heapGrowth, now.heapUsed - base.heapUsed)
    rssGrowth = Math.max(rssGrowth, now.rss - base.rss)
  }
  return { megabytes: read / 1e6, heapGrowth, rssGrowth, ms: performance.now() - start }
}

/** Begins a call, aborts it once it has come that far, and waits for its rejection. */
async function abort(
  phase: Phase,
  id: string,
  url: string,
  call: ReturnType<typeof connect>,
  reach: (response: Promise<Response>) => Promise<unknown>,
): Promise<Abort> {
  const controller = new AbortController()
  const sending = call(url, { ...init, signal: controller.signal })
  sending.catch(() => {})
  await reach(sending)
  const ended = sending
    .then((response) => response.text())
    .then(
      () => Promise.reject(new Error('the aborted call ended well')),
      () => Date.now(),
    )
  const abortedAt = Date.now()
  controller.abort()
  return { phase, id, abortedAt, rejectedAt: await ended }
}

async function measureAborts(): Promise<readonly Abort[]> {
  const aborts: Abort[] = []
  const later = () => sleep(100)
  for (let round = 0; round < 10; round++) {
    const call = connect()
    const id = (way: string) => `${way}-${round}`
    aborts.push(
      await abort('waiting for the headers', id('h'), urlOf('headers', id('h')), call, later),
      await abort('before the first content', id('r'), urlOf('role', id('r')), call, later),
      await abort('in the middle of the answer', id('m'), urlOf('middle', id('m')), call, (sending) => sending),
    )
    const paced = connect({ pacing: { limit: { inFlight: 1 } } })
    const first = await paced(urlOf('middle', id('f')), init)
    aborts.push(await abort('waiting for a turn', id('t'), urlOf('middle', id('t')), paced, later))
    await first.body?.cancel()
    aborts.push(await abort('in a backoff', id('b'), urlOf('throttle', id('b')), connect(), later))
  }
  return aborts
}

async function measureCrowd(): Promise<Crowd> {
  const call = connect()
  const start = performance.now()
  const texts = await Promise.all(
    Array.from({ length: 30 }, async (_, at) => (await call(urlOf('five', String(at)), init)).text()),
  )
  return { ms: performance.now() - start, whole: texts.filter((text) => text.includes('[DONE]')).length }
}

const measures: Readonly<Record<Mode, () => Promise<unknown>>> = {
  'first token': measureFirstTokens,
  'first stream': measureFirstStream,
  memory: async () => ({ here: await measureMemory(connect()), alone: await measureMemory(fetch) }),
  abort: measureAborts,
  'five at once': measureCrowd,
}
const measure = Object.entries(measures).find(([name]) => name === mode)?.[1]
if (!measure) throw new Error(`no mode "${mode}"`)
console.log(JSON.stringify(await measure()))
process.exit()
