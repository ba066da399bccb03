// A child process: makes the calls of its job, and tells what came of them.
import { setTimeout as sleep } from 'node:timers/promises'
import { joinFleet } from './join-fleet.ts'
import { watchLoopDelay } from './loop-delay.ts'
import { makeCalls } from './make-calls.ts'
import type { ClientReply, ClientRequest, Job, Run } from './protocol.ts'
import { type Call, rateLimiterFlexible, type Side, sides } from './sides.ts'

// Looking up the sources of the stack of every rejection takes longer than the request.
process.setSourceMapsEnabled(false)

interface Prepared {
  readonly run: Run
  readonly call: Call
  readonly capMs: number
}

const reply = (message: ClientReply) => process.send?.(message)

function findSide(name: string): Side {
  const side = [...sides, rateLimiterFlexible].find((one) => one.name === name)
  if (!side) throw new Error(`no side "${name}"`)
  return side
}

/** Has the side meet a throttle and a success once, so that its code is loaded when time is taken. */
async function prepare({ url, run, capMs }: Job): Promise<Prepared> {
  const side = findSide(run.side)
  await side.connect({ url: `${url}/${run.track}-warm-up-${process.pid}`, qps: undefined })()
  const shared = run.fleet && (await joinFleet(run.fleet))
  return { run, capMs, call: side.connect({ url: `${url}/${run.track}`, qps: run.qps, shared }) }
}

let prepared: Promise<Prepared> | undefined

process.on('message', async (message: ClientRequest) => {
  if ('prepare' in message) {
    prepared = prepare(message.prepare)
    await prepared
    reply({ ready: true })
    return
  }
  if (!prepared) throw new Error('nothing was prepared')
  const { run, call, capMs } = await prepared
  const loopDelay = watchLoopDelay()
  await sleep(message.startAt - Date.now())
  const outcome = await makeCalls(call, { ...run, capMs })
  reply({ outcome, ...loopDelay() })
})
