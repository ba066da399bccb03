// A child process that measures one side of one case: signing-child <case> <here | there> <milliseconds of a slice>
import { callsIn, cpuTime, microsecondsPerCall, wallTime } from './compare.ts'
import { cases } from './signing-cases.ts'

/** Asks for one measurement. */
export interface MeasureRequest {
  readonly measure: true
}

export interface MeasureReply {
  /** Microseconds that one signature took. */
  readonly us: number
}

const [what, side, sideMs] = process.argv.slice(2)
const chosen = cases.find((one) => one.what === what)
if (!chosen) throw new Error(`no case "${what}"`)
const job = side === 'here' ? chosen.here : chosen.there
const stopwatch = chosen.inThreads ? wallTime : cpuTime
const calls = callsIn(job, Number(sideMs), stopwatch)

process.on('message', async (_: MeasureRequest) => {
  const reply: MeasureReply = { us: await microsecondsPerCall(job, await calls, stopwatch) }
  process.send?.(reply)
})
