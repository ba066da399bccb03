// A child process: a small Tencent Cloud over HTTP, with the limiters of axios-tencentcloud/testing. The first segment
// of the path selects the track.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FixedWindow, type Meter, SlidingWindow, TokenBucket } from '../../src/testing/limits/meters.ts'
import { seeded } from '../../test/support/seeded.ts'
import { type FailureCode, toBody } from './answers.ts'
import { watchLoopDelay } from './loop-delay.ts'
import { bucketMs, type Counts, type Rule, type ServerReply, type ServerRequest, type Track } from './protocol.ts'

/** Returns the code of a failure, or undefined for a success. */
type Judge = (now: number) => FailureCode | undefined

const metered =
  (meter: Meter, countsRefused = false): Judge =>
  (now) => {
    const hasRoom = meter.hasRoom(now)
    if (hasRoom || countsRefused) meter.count(now)
    return hasRoom ? undefined : 'RequestLimitExceeded'
  }

/** `now` is the time of the first request: windows start with it, so that no side profits from a short first window. */
function createJudge(rule: Rule, now: number): Judge {
  switch (rule.kind) {
    case 'fixed window':
      return metered(new FixedWindow(rule.qps, 1_000, now, undefined))
    case 'sliding window':
      return metered(new SlidingWindow(rule.qps, 1_000, undefined))
    case 'token bucket':
      return metered(new TokenBucket(rule.qps, rule.qps, now, undefined))
    case 'smooth':
      return metered(new TokenBucket(rule.qps, Math.max(1, rule.qps / 10), now, undefined))
    case 'sliding window that counts refused requests':
      return metered(new SlidingWindow(rule.qps, 1_000, undefined), true)
    case 'warm-up': {
      let count = 0
      return () => (count++ === 0 ? 'RequestLimitExceeded' : undefined)
    }
  }
}

class Recorder {
  readonly #track: Track
  readonly #random = seeded(1)
  #startedAt = 0
  #judge: Judge | undefined
  readonly #accepted: number[] = []
  readonly #rejected: number[] = []
  readonly #times: number[] = []
  #oldest = 0
  #busiestSecond = 0

  constructor(track: Track) {
    this.#track = track
  }

  receive(now: number): FailureCode | undefined {
    if (!this.#judge) {
      this.#startedAt = now
      this.#judge = createJudge(this.#track.rule, now)
    }
    this.#times.push(now)
    while ((this.#times[this.#oldest] ?? now) <= now - 1_000) this.#oldest++
    this.#busiestSecond = Math.max(this.#busiestSecond, this.#times.length - this.#oldest)
    const code = this.#judge(now)
    const counts = code ? this.#rejected : this.#accepted
    const bucket = Math.floor((now - this.#startedAt) / bucketMs)
    while (counts.length <= bucket) counts.push(0)
    counts[bucket] = (counts[bucket] ?? 0) + 1
    return code
  }

  latencyMs(code: FailureCode | undefined): number {
    const { latencyMs, workMs } = this.#track
    const [min, max] = latencyMs
    return min + (max - min) * this.#random() + (code ? 0 : workMs)
  }

  counts(): Counts {
    return { accepted: this.#accepted, rejected: this.#rejected, busiestSecond: this.#busiestSecond }
  }
}

const loopDelay = watchLoopDelay()
const recorders = new Map<string, Recorder>()

const server = createServer((request, response) => {
  const recorder = recorders.get(request.url?.split('/')[1] ?? '')
  if (!recorder) {
    response.writeHead(404).end()
    return
  }
  const code = recorder.receive(Date.now())
  const body = toBody(code)
  const answer = () => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body)
  }
  const latencyMs = recorder.latencyMs(code)
  if (latencyMs > 0) setTimeout(answer, latencyMs)
  else answer()
})
// Longer than a run, so that the server never closes a connection that a client is about to use.
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1')

const reply = (message: ServerReply) => process.send?.(message)

process.on('message', (message: ServerRequest) => {
  if ('open' in message) {
    for (const track of message.open) recorders.set(track.id, new Recorder(track))
    const { port } = server.address() as AddressInfo
    reply({ url: `http://127.0.0.1:${port}` })
    return
  }
  const counts = recorders.get(message.countsFor)?.counts() ?? { accepted: [], rejected: [], busiestSecond: 0 }
  reply({ counts, ...loopDelay() })
})
