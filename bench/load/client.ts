// A child process that makes the calls of its job and reports their outcome.
import { setTimeout as sleep } from 'node:timers/promises'
import { createFleet } from 'axios-tencentcloud/fleet'
import { Redis } from 'ioredis'
import { watchLoopDelay } from './loop-delay.ts'
import { type Call, makeCalls } from './make-calls.ts'
import type { ClientReply, ClientRequest, FleetSetup, Job, Run } from './protocol.ts'
import type { Shared, Side } from './side.ts'
import { backoffAlone, rateLimiterFlexible, sides } from './sides.ts'

// With source maps, the stack of each rejection would take longer than its request.
process.setSourceMapsEnabled(false)

interface Prepared {
  readonly run: Run
  readonly call: Call
  readonly capMs: number
}

const reply = (message: ClientReply) => process.send?.(message)

function findSide(name: string): Side {
  const side = [...sides, backoffAlone, rateLimiterFlexible].find((one) => one.name === name)
  if (!side) throw new Error(`no side "${name}"`)
  return side
}

/** Joins the fleet with a Redis client of its own, connected, which reconnects every 100 ms. */
async function joinFleet({ port, processes }: FleetSetup): Promise<Shared> {
  const redis = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 100 })
  redis.on('error', () => {}) // the fleet continues without Redis
  await redis.ping()
  return { fleet: createFleet({ redis, processes }), redis }
}

/** Connects the side, if wanted after a warm-up call, which is throttled and then succeeds. */
async function prepare({ url, run, capMs, warmUp }: Job): Promise<Prepared> {
  const side = findSide(run.side)
  const { qps, isBatch } = run
  if (warmUp) await side.connect({ url: `${url}/${run.track}-warm-up-${process.pid}` })()
  const shared = run.fleet && (await joinFleet(run.fleet))
  return { run, capMs, call: side.connect({ url: `${url}/${run.track}`, qps, isBatch, shared }) }
}

let prepared: Promise<Prepared> | undefined

process.on('message', async (message: ClientRequest) => {
  if ('prepare' in message) {
    prepared = prepare(message.prepare)
    await prepared
    reply({ ready: true })
    return
  }
  if (!prepared) throw new Error('the start message came before the prepare message')
  const { run, call, capMs } = await prepared
  const loopDelay = watchLoopDelay()
  await sleep(message.startAt - Date.now())
  const outcome = await makeCalls(call, { ...run, capMs })
  reply({ outcome, ...loopDelay() })
})
