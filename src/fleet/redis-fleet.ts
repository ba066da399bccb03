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
  /** The longest time for which a process reserves slots in one call. */
  batch: 250,
  /**
   * The time for which all processes together reserve slots. A process that starts waits about that long, and the slots
   * of a store that has failed are used that long.
   */
  together: 1_000,
  /**
   * The time in which all processes return after the first one does. Each of them tries a failed store once a second.
   */
  phase: 1_500,
  /** A limit without a reservation for this time is forgotten. */
  idle: 600_000,
  /** The interval at which idle limits are looked for. */
  sweepEvery: 60_000,
  /** Sent in place of Infinity. No limit has slots that are further apart. */
  longest: 1e9,
} as const

interface FleetSettings {
  readonly run: RunScript
  readonly processes: number
  readonly prefix: string
  readonly timeoutMs: number
}

/** The state that a process keeps for a limit. */
interface LimitState {
  readonly redisKey: string
  readonly ownShare: OwnShare
  /** The clock of the server that has this limit. The servers of a cluster may differ. */
  readonly clock: StoreClock
  usedAt: number
}

/** The arguments of a script call that asks for nothing. */
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

/** Converts an error to a short text for events. */
const toReason = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200)

/** Keeps limits in Redis. While Redis cannot be reached, the process continues with its own share of each limit. */
export class RedisFleet implements SharedLimit {
  readonly #settings: FleetSettings
  readonly #health: StoreHealth<LimitState>
  readonly #limits = new Map<string, LimitState>()
  #sweptAt = performance.now()

  constructor(settings: FleetSettings) {
    this.#settings = settings
    this.#health = new StoreHealth((limit: LimitState) => {
      const reply = this.#send(limit, {})
      const answered = within(reply, settings.timeoutMs, { isHousekeeping: true }).then(
        () => true,
        () => false,
      )
      return { answered, settled: reply.catch(() => {}) }
    })
  }

  async reserve(reservation: Reservation): Promise<Grant> {
    const limit = this.#findLimit(reservation.key)
    if (this.#health.downReason === undefined) {
      try {
        return await this.#reserveShared(reservation, limit)
      } catch (error) {
        this.#health.failed(toReason(error), limit)
      }
    }
    return this.#reserveOwn(reservation, limit, this.#health.downReason ?? 'the store failed')
  }

  async #reserveShared({ qps, wanted, withinMs }: Reservation, limit: LimitState): Promise<Grant> {
    const { processes, timeoutMs } = this.#settings
    const { ownShare, clock } = limit
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
      // Without a lead, a store that has become slow would grant slots that have passed when the answer arrives.
      lead: Math.min(clock.delayMs, timeoutMs) * 1_000,
    }
    const giveBackAll = (late: ScriptReply) => this.#giveBack(limit, late, late.slots)
    const ask = (by: number) => within(this.#send(limit, { ...call, latest: by }), timeoutMs, { onLate: giveBackAll })
    let reply = await ask(latest === undefined ? 0 : latest * 1_000)
    // The command was run in time, and yet the store found it late: one of the clocks was set. The answer has corrected
    // the estimate of the store's clock, so that the command is repeated without a latest time.
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
        this.#giveBack(limit, { ...reply, next: first + left * interval }, count)
        left -= count
      },
    }
  }

  #reserveOwn({ qps, withinMs }: Reservation, { ownShare }: LimitState, reason: string): Grant {
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

  /** Returns the last slots of a grant to the store, which accepts them unless a process has reserved later ones. */
  #giveBack(limit: LimitState, { next, interval }: ScriptReply, count: number): void {
    if (count <= 0) return
    this.#send(limit, { expected: next, given: next - count * interval }).catch(() => {})
  }

  async #send({ redisKey, clock }: LimitState, call: Partial<ScriptCall>): Promise<ScriptReply> {
    const { run, processes } = this.#settings
    const sentAt = performance.now()
    const args = toArguments({ ...nothing, processes, returning: false, ...call })
    const reply = readReply(await run(redisKey, args), call.wanted ?? 0)
    clock.sample(sentAt, performance.now(), reply.now / 1_000)
    return reply
  }

  #findLimit(key: string): LimitState {
    const now = performance.now()
    if (now >= this.#sweptAt + rule.sweepEvery) this.#forgetIdle(now)
    let limit = this.#limits.get(key)
    if (!limit) {
      // Hashed, because the name of a limit contains a SecretId. The braces make it the hash tag of a cluster, whatever
      // the prefix is.
      const name = createHash('sha256').update(key).digest('base64url').slice(0, 22)
      limit = {
        redisKey: `${this.#settings.prefix}:{${name}}`,
        ownShare: new OwnShare(),
        clock: new StoreClock(),
        usedAt: now,
      }
      this.#limits.set(key, limit)
    }
    limit.usedAt = now
    return limit
  }

  #forgetIdle(now: number): void {
    this.#sweptAt = now
    for (const [key, { usedAt }] of this.#limits) if (usedAt < now - rule.idle) this.#limits.delete(key)
  }
}
