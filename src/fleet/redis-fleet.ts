import { createHash } from 'node:crypto'
import { evenIntervalMs, type Grant, type Reservation, type SharedLimit } from '../pacing/shared-limit.ts'
import { OwnShare } from './own-share.ts'
import type { RunScript } from './redis-client.ts'
import { readReply, type ScriptCall, type ScriptReply, toArguments } from './reserve-script.ts'
import { StoreClock } from './store-clock.ts'
import { StoreHealth } from './store-health.ts'
import { within } from './within.ts'

/** Times in milliseconds. */
const rule = {
  /** A process reserves slots for so long at a time at most … */
  batch: 250,
  /** … and all of them together for so long: a newcomer waits about that, and so long a dead store is still obeyed. */
  together: 1_000,
  /** All processes that lost the store are back by then after the first: they try it once a second. */
  phase: 1_500,
  /** Limits that were not asked for so long are forgotten, and looked for so often. */
  idle: 600_000,
  sweepEvery: 60_000,
  /** In place of Infinity: no limit has slots further apart. */
  longest: 1e9,
} as const

interface FleetSettings {
  readonly run: RunScript
  readonly processes: number
  readonly prefix: string
  readonly timeoutMs: number
}

/** A limit, as one process knows it. */
interface Known {
  readonly redisKey: string
  readonly ownShare: OwnShare
  /** Of the server that keeps this limit; another one's may show something else. */
  readonly clock: StoreClock
  usedAt: number
}

const nothing = {
  interval: 0,
  wanted: 0,
  within: 0,
  latest: 0,
  phase: 0,
  held: 0,
  expected: 0,
  given: 0,
  lead: 0,
} as const

/** The reason in words, short; it is told in events. */
const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200)

/** Limits kept in Redis; each process goes on with a share of its own while Redis cannot be asked. */
export class RedisFleet implements SharedLimit {
  readonly #settings: FleetSettings
  readonly #health: StoreHealth<Known>
  readonly #known = new Map<string, Known>()
  #sweptAt = performance.now()

  constructor(settings: FleetSettings) {
    this.#settings = settings
    this.#health = new StoreHealth((known: Known) => {
      const reply = this.#send(known, {})
      const answered = within(reply, settings.timeoutMs, { isHousekeeping: true }).then(
        () => true,
        () => false,
      )
      return { answered, settled: reply.catch(() => {}) }
    })
  }

  async reserve(reservation: Reservation): Promise<Grant> {
    const known = this.#knownOf(reservation.key)
    if (this.#health.downReason === undefined) {
      try {
        return await this.#reserveShared(reservation, known)
      } catch (error) {
        this.#health.failed(inWords(error), known)
      }
    }
    return this.#reserveOwn(reservation, known, this.#health.downReason ?? 'the store failed')
  }

  async #reserveShared({ qps, wanted, withinMs }: Reservation, known: Known): Promise<Grant> {
    const { processes, timeoutMs } = this.#settings
    const { ownShare, clock } = known
    const intervalMs = evenIntervalMs(qps)
    const batch = Math.max(1, Math.floor(Math.min(rule.batch, rule.together / processes) / intervalMs))
    const turnMs = batch * processes * intervalMs
    const sentAt = performance.now()
    const latest = clock.toStore(sentAt + timeoutMs)
    const call = {
      interval: Math.ceil(intervalMs * 1_000),
      wanted: Math.min(wanted, batch),
      within: Math.min(withinMs, rule.longest) * 1_000,
      returning: ownShare.usedWithin(rule.phase, sentAt),
      phase: rule.phase * 1_000,
      held: Math.max(0, ownShare.sharedUntil - sentAt) * 1_000,
      // Or else a store that has become slow would grant slots that have passed when they are known, again and again.
      lead: Math.min(clock.delayMs, timeoutMs) * 1_000,
    }
    const giveBackAll = (late: ScriptReply) => this.#giveBack(known, late, late.slots)
    const ask = (by: number) => within(this.#send(known, { ...call, latest: by }), timeoutMs, { onLate: giveBackAll })
    let reply = await ask(latest === undefined ? 0 : latest * 1_000)
    // It came in time, so that one of the clocks was set; by now that is known.
    if (reply.slots < 0) reply = await ask(0)
    const now = performance.now()
    const inMs = (storeMicros: number) => clock.toLocal(storeMicros / 1_000) - now
    const { first, slots, interval, next } = reply
    ownShare.returned()
    if (slots > 0) ownShare.shared(now + inMs(first), turnMs)
    let left = slots
    return {
      slotsInMs: Array.from({ length: slots }, (_, at) => inMs(first + at * interval)),
      nextInMs: inMs(next),
      fallback: undefined,
      giveBack: (count) => {
        this.#giveBack(known, { ...reply, next: first + left * interval }, count)
        left -= count
      },
    }
  }

  #reserveOwn({ qps, withinMs }: Reservation, { ownShare }: Known, reason: string): Grant {
    const intervalMs = evenIntervalMs(qps) * this.#settings.processes
    const now = performance.now()
    const at = ownShare.nextAt(now)
    const granted = at - now <= withinMs
    if (granted) ownShare.take(at, intervalMs)
    return {
      slotsInMs: granted ? [at - now] : [],
      nextInMs: ownShare.nextAt(now) - now,
      fallback: reason,
      giveBack: () => ownShare.giveBack(at, intervalMs),
    }
  }

  /** The last slots of a grant; kept by the store unless somebody has reserved after them. */
  #giveBack(known: Known, { next, interval }: ScriptReply, count: number): void {
    if (count <= 0) return
    this.#send(known, { expected: next, given: next - count * interval }).catch(() => {})
  }

  async #send({ redisKey, clock }: Known, call: Partial<ScriptCall>): Promise<ScriptReply> {
    const { run, processes } = this.#settings
    const sentAt = performance.now()
    const args = toArguments({ ...nothing, processes, returning: false, ...call })
    const reply = readReply(await run(redisKey, args), call.wanted ?? 0)
    clock.sample(sentAt, performance.now(), reply.now / 1_000)
    return reply
  }

  #knownOf(key: string): Known {
    const now = performance.now()
    if (now >= this.#sweptAt + rule.sweepEvery) this.#forgetIdle(now)
    let known = this.#known.get(key)
    if (!known) {
      // The name of a limit holds a SecretId. The braces keep a cluster to one slot, whatever the prefix.
      const name = createHash('sha256').update(key).digest('base64url').slice(0, 22)
      known = {
        redisKey: `${this.#settings.prefix}:{${name}}`,
        ownShare: new OwnShare(),
        clock: new StoreClock(),
        usedAt: now,
      }
      this.#known.set(key, known)
    }
    known.usedAt = now
    return known
  }

  #forgetIdle(now: number): void {
    this.#sweptAt = now
    for (const [key, { usedAt }] of this.#known) if (usedAt < now - rule.idle) this.#known.delete(key)
  }
}
