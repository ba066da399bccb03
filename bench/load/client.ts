// A child process: makes the calls of its job, and tells what came of them.
import { setTimeout as sleep } from 'node:timers/promises'
import { watchLoopDelay } from './loop-delay.ts'
import { makeCalls } from './make-calls.ts'
import type { ClientReply, ClientRequest, Job, Run } from './protocol.ts'
import { type Call, type Side, sides } from './sides.ts'

// Looking up the sources of the stack of every rejection takes longer than the request.
process.setSourceMapsEnabled(false)

interface Prepared {
  readonly run: Run
  readonly call: Call
}

const reply = (message: ClientReply) => process.send?.(message)

function findSide(name: string): Side {
  const side = sides.find((one) => one.name === name)
  if (!side) throw new Error(`no side "${name}"`)
  return side
}

/** Has each side meet a throttle and a success once, so that its code is loaded when time is taken. */
async function prepare({ url, runs }: Job): Promise<readonly Prepared[]> {
  return Promise.all(
    runs.map(async (run) => {
      const side = findSide(run.side)
      await side.connect({ url: `${url}/${run.track}-warm-up-${process.pid}`, qps: undefined })()
      return { run, call: side.connect({ url: `${url}/${run.track}`, qps: run.qps }) }
    }),
  )
}

let capMs = 0
let prepared: readonly Prepared[] = []

process.on('message', async (message: ClientRequest) => {
  if ('prepare' in message) {
    capMs = message.prepare.capMs
    prepared = await prepare(message.prepare)
    reply({ ready: true })
    return
  }
  const loopDelayMs = watchLoopDelay()
  const outcomes = prepared.map(async ({ run, call }) => {
    await sleep(message.startAt + run.afterMs - Date.now())
    return { track: run.track, ...(await makeCalls(call, { ...run, capMs })) }
  })
  reply({ outcomes: await Promise.all(outcomes), loopDelayMs: loopDelayMs() })
})
