import { PacingGate } from '../../src/pacing/pacing-gate.ts'
import type { Passenger } from '../../src/pacing/pass.ts'
import { Turns } from '../../src/pacing/turns.ts'
import { neverCancelled } from '../support/cancellations.ts'
import { seeded } from '../support/seeded.ts'
import { type Limit, VirtualTime } from './simulator.ts'

/** Calls of a process that has loaded nothing yet. Times in ms. */
export interface ColdStart {
  readonly limit: (random: () => number) => Limit
  readonly calls: number
  /** Calls arrive at random, at this rate a second. Default: all at once. */
  readonly arrivals?: number
  /** How long each part takes to load that is needed for the first time. */
  readonly loadMs: number
  /** The time that a call has for its turn. */
  readonly patienceMs: number
  /** Duration of the work in the service, of accepted calls. Default 0. */
  readonly workMs?: number
}

export interface ColdRun {
  readonly timeMs: number
  readonly requests: number
  readonly succeeded: number
  readonly refused: number
  /** From each call to its result, sorted. */
  readonly waitsMs: readonly number[]
}

/** Makes calls through a gate whose loads take time, as the engine does, in virtual time. */
export async function startCold(
  { limit: makeLimit, calls, arrivals, loadMs, patienceMs, workMs = 0 }: ColdStart,
  seed: number,
): Promise<ColdRun> {
  const random = seeded(seed)
  const time = new VirtualTime(random)
  const start = time.now()
  const limit = makeLimit(random)
  const gate = new PacingGate({
    clock: time,
    options: {},
    async load() {
      await time.delay(loadMs)
      return new Turns({ clock: time, options: {}, publish() {} })
    },
  })
  let recovery: Promise<void> | undefined
  const run = { requests: 0, succeeded: 0, refused: 0 }
  const waitsMs: number[] = []
  let endedAt = 0
  const oneWay = () => 20 + random() * 10

  async function request(): Promise<boolean> {
    run.requests++
    await time.delay(oneWay())
    const isAccepted = limit.admit(time.now() - start)
    await time.delay((isAccepted ? workMs : 0) + oneWay())
    return isAccepted
  }

  async function call(): Promise<void> {
    const madeAt = time.now()
    let attempts = 0
    const passenger: Passenger = {
      limits: () => ({ host: 'cvm.tencentcloudapi.com', service: 'cvm', action: 'DescribeInstances' }),
      patienceMs: () => madeAt + patienceMs - time.now(),
      isRetry: () => attempts > 0,
      cancellation: neverCancelled,
      whileLoading: (load) => load(),
    }
    const pass = gate.pass(passenger)
    for (;;) {
      if (await pass.enter(false)) {
        run.refused++
        break
      }
      pass.begin()
      const startedAt = time.now()
      const isAccepted = await request()
      attempts++
      if (isAccepted) {
        pass.end('accepted')
        run.succeeded++
        break
      }
      recovery ??= time.delay(loadMs)
      await recovery
      await pass.end({ code: 'RequestLimitExceeded', retryAfterMs: 0, startedAt })
    }
    waitsMs.push(time.now() - madeAt)
    endedAt = time.now() - start
  }

  let at = 0
  for (let number = 0; number < calls; number++) {
    if (arrivals !== undefined) at += (-Math.log(1 - random()) * 1_000) / arrivals
    time.at(at, () => void call())
  }
  await time.run(() => waitsMs.length === calls)
  return { ...run, timeMs: endedAt, waitsMs: waitsMs.toSorted((a, b) => a - b) }
}
