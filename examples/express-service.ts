// A web service in two processes that share one limit: KMS lets the account decrypt 20 times a second, whatever the
// number of processes. Each process is an ordinary Express server; the fleet coordinates them through Redis. Ends by
// itself.
import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import axios from 'axios'
import { attachTencentCloud, isTencentCloudError, ThrottlingError } from 'axios-tencentcloud'
import { createFleet } from 'axios-tencentcloud/fleet'
import { createFakeTencentCloud, limits } from 'axios-tencentcloud/testing'
import express, { type NextFunction, type Request, type Response } from 'express'
import { Redis } from 'ioredis'

const processes = 2
const limit = { qps: 20 }

// ---- the service: what you would deploy ----------------------------------------------------------------------------

function createService(kmsURL: string, redisURL: string) {
  const redis = new Redis(redisURL)
  redis.on('error', () => {}) // without Redis, each process continues with its share of the limit, and emits an event
  const kms = axios.create({
    baseURL: kmsURL,
    proxy: false,
    headers: { 'X-TC-Version': '2019-01-18', 'X-TC-Region': 'ap-guangzhou' },
  })
  attachTencentCloud(kms, {
    service: 'kms',
    credentials: { secretId: 'AKIDexampleExampleExample', secretKey: 'exampleExampleExample' }, // a fake key
    pacing: { limit, fleet: createFleet({ redis, processes }) },
  })

  const app = express()
  app.get('/decrypt/:id', async (request: Request, response: Response) => {
    // Abort the call when the visitor disconnects, so that the next one takes its place in the queue.
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const call = { headers: { 'X-TC-Action': 'Decrypt' }, signal: gone.signal, tencentCloud: { deadlineMs: 5_000 } }
    const { data } = await kms.post('/', { CiphertextBlob: request.params.id }, call)
    response.json(data.Response)
  })
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent || axios.isCancel(error)) return next(error)
    if (error instanceof ThrottlingError) {
      const seconds = Math.ceil((error.retryAfterMs ?? 5_000) / 1000)
      return response.status(503).set('Retry-After', String(seconds)).json({ code: error.code })
    }
    if (isTencentCloudError(error)) return response.status(502).json({ code: error.code, requestId: error.requestId })
    return next(error)
  })
  return app
}

// ---- two of them, a Redis, a fake cloud and 120 visitors at once ---------------------------------------------------

async function startRedis(): Promise<{ url: string; stop(): void }> {
  const command = ['redis-server', 'valkey-server'].find((name) => !spawnSync(name, ['--version']).error)
  if (command === undefined) {
    throw new Error('This example needs redis-server or valkey-server on the PATH: apt-get install redis-server')
  }
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  const port = typeof address === 'object' && address ? address.port : 0
  probe.close()
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const child = spawn(command, options, { stdio: 'ignore' })
  return { url: `redis://127.0.0.1:${port}`, stop: () => child.kill() }
}

async function startService(...urls: readonly string[]): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(fileURLToPath(import.meta.url), ['serve', ...urls])
  const [port] = await once(child, 'message')
  return { url: `http://127.0.0.1:${port}`, child }
}

async function visit(url: string): Promise<number> {
  const response = await fetch(url)
  await response.arrayBuffer()
  return response.status
}

async function main(): Promise<void> {
  const redis = await startRedis()
  const fake = createFakeTencentCloud()
  const cloud = await fake.listen()
  fake.limit('Decrypt', limits.fixedWindow({ max: limit.qps, windowMs: 1_000 }))
  const services = await Promise.all(
    Array.from({ length: processes }, () => startService(cloud.urlOf('kms'), redis.url)),
  )
  try {
    const visitors = 120
    console.log(`${visitors} visitors at once, ${processes} processes, ${limit.qps} calls a second for all:`)
    const startedAt = Date.now()
    const statuses = await Promise.all(
      Array.from({ length: visitors }, (_, at) => visit(`${services[at % processes]?.url}/decrypt/${at}`)),
    )
    const seconds = (Date.now() - startedAt) / 1_000
    const ok = statuses.filter((status) => status === 200).length
    const requests = fake.requestsOf('Decrypt').length
    const executed = fake.executionsOf('Decrypt').length
    console.log(`  ${ok} got their answer, ${visitors - ok} were told to come back later (503)`)
    console.log(`  ${requests} requests to KMS, ${requests - executed} of them throttled, in ${seconds.toFixed(1)} s`)
  } finally {
    for (const { child } of services) child.kill()
    redis.stop()
    await cloud.close()
  }
}

const [role, kmsURL = '', redisURL = ''] = process.argv.slice(2)
if (role === 'serve') {
  const server = createService(kmsURL, redisURL).listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.(typeof address === 'object' && address ? address.port : 0)
  })
} else {
  await main()
}
