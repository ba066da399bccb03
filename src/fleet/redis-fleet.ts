import { createHash, randomBytes } from 'node:crypto'
import { evenIntervalMs, type Grant, type Reservation, type SharedLimit } from '../pacing/shared-limit.ts'
import { Agreement } from './agreement.ts'
import { OwnShare } from './own-share.ts'
import type { RunScript } from './redis-client.ts'
import { readReply, reserveScript, type ScriptCall, type ScriptReply, toArguments } from './reserve-script.ts'
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
  /**
   * The store keeps a limit for this time after its last use: a day, so that a job that runs once a day finds it. A Redis
   * that evicts the keys that expire first (`volatile-ttl`) has others before them.
   */
  kept: 90_000_000,
} as const

/** The part of the rate that is given up at a throttle while the store is away (fraction). */
const decrease = 0.07

interface FleetSettings {
  readonly run: RunScript
  /** Undefined: the number is learned. */
  readonly processes: number | undefined
  readonly prefix: string
  readonly timeoutMs: number
}

/** The state that a process keeps for a limit. */
interface LimitState {
  readonly redisKeys: string[]
  readonly ownShare: OwnShare
  /** The clock of the server that has this limit. The servers of a cluster may differ. */
  readonly clock: StoreClock
  readonly agreement: Agreement
  /** The number of processes that share it, as far as is known. */
  processes: number
  /** The learned rate in calls per second, as far as it is known. */
  rate: number | undefined
  usedAt: number
}

/** Converts an error to a short text for events. */
const toReason = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200)

/** Keeps limits in Redis. While Redis cannot be reached, the process continues with its own share of each limit. */
export class RedisFleet implements SharedLimit {
  readonly #settings: FleetSettings
  readonly #health: StoreHealth<LimitState>
  readonly #limits = new Map<string, LimitState>()
  /** The name of this process, by which processes are counted. */
  readonly #id = randomBytes(9).toString('base64url')
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
      const conflicts = limit.agreement.takeConflicts()
      try {
        return { ...(await this.#reserveShared(reservation, limit)), conflicts }
      } catch (error) {
        this.#health.failed(toReason(error), limit)
      }
    }
    return this.#reserveOwn(reservation, limit, this.#health.downReason ?? 'the store failed')
  }

  async #reserveShared(reservation: Reservation, limit: LimitState): Promise<Grant> {
    const { qps, wanted, withinMs } = reservation
    const { timeoutMs } = this.#settings
    const { ownShare, clock } = limit
    const sentAt = performance.now()
    const latest = clock.toStore(sentAt + timeoutMs)
    limit.agreement.check(reservation, sentAt)
    const call = {
      interval: qps === undefined ? 0 : Math.ceil(evenIntervalMs(qps) * 1_000),
      wanted,
      within: Math.min(withinMs, rule.longest) * 1_000,
      returning: ownShare.usedWithin(rule.phase, sentAt) ? 1 : 0,
      phase: rule.phase * 1_000,
      held: Math.max(0, ownShare.sharedUntil - sentAt) * 1_000,
      // Without a lead, a store that has become slow would grant slots that have passed when the answer arrives.
      lead: Math.min(clock.delayMs, timeoutMs) * 1_000,
      batch: rule.batch * 1_000,
      together: rule.together * 1_000,
      ...this.#describeLearning(reservation, limit, sentAt),
    }
    const giveBackAll = (late: ScriptReply) => this.#giveBack(limit, late, late.slots)
    const ask = (by: number) => within(this.#send(limit, { ...call, latest: by }), timeoutMs, { onLate: giveBackAll })
    let reply = await ask(latest === undefined ? 0 : latest * 1_000)
    // The command was run in time, and yet the store found it late: one of the clocks was set. The answer has corrected
    // the estimate of the store's clock, so that the command is repeated without a latest time.
    if (reply.slots < 0) reply = await ask(0)
    const now = performance.now()
    const inMs = (storeMicros: number) => clock.toLocal(storeMicros / 1_000) - now
    const { first, slots, interval, next, processes, rate } = reply
    if (processes > 0) limit.processes = processes
    if (rate > 0) limit.rate = rate / 1e6
    if (wanted > 0) ownShare.returned()
    if (slots > 0) ownShare.shared(now + inMs(first), toTurnMs(interval / 1_000, limit.processes))
    let left = slots
    return {
      slotsInMs: Array.from({ length: slots }, (_, at) => inMs(first + at * interval)),
      nextInMs: inMs(next),
      fallback: undefined,
      qps: qps === undefined ? limit.rate : undefined,
      window: reply.window,
      isProbe: reply.probing === 1,
      giveBack: (count) => {
        this.#giveBack(limit, { ...reply, next: first + left * interval }, count)
        left -= count
      },
    }
  }

  /** The arguments of a limit that is learned. */
  #describeLearning({ learning }: Reservation, { rate = 0, clock }: LimitState, now: number): Partial<ScriptCall> {
    if (!learning) return {}
    const { burst, leastQps, window, accepted, acceptedAgoMs, throttledAgoMs } = learning
    // A call that was sent before the clock is known is the first one of its kind.
    const toStore = (agoMs: number | undefined) =>
      agoMs === undefined ? 0 : (clock.toStore(now - agoMs) ?? 0.001) * 1_000
    return {
      learns: 1,
      accepted,
      accepted_at: toStore(acceptedAgoMs),
      throttled_at: toStore(throttledAgoMs),
      seed: rate * 1e6,
      least: leastQps,
      burst,
      window,
    }
  }

  #reserveOwn({ qps, wanted, withinMs, learning }: Reservation, limit: LimitState, reason: string): Grant {
    const { ownShare, processes } = limit
    if (limit.rate !== undefined && learning?.throttledAgoMs !== undefined) limit.rate *= 1 - decrease
    const rate = qps ?? limit.rate
    const now = performance.now()
    if (rate === undefined) return { slotsInMs: [], nextInMs: 0, fallback: reason, giveBack() {} }
    const intervalMs = (qps === undefined ? 1_000 / rate : evenIntervalMs(rate)) * processes
    const at = ownShare.nextAt(now)
    const granted = wanted > 0 && at - now <= withinMs
    if (granted) ownShare.take(at, intervalMs)
    return {
      slotsInMs: granted ? [at - now] : [],
      nextInMs: ownShare.nextAt(now) - now,
      fallback: reason,
      qps: qps === undefined ? rate : undefined,
      giveBack: () => ownShare.giveBack(at, intervalMs),
    }
  }

  /** Returns the last slots of a grant to the store, which accepts them unless a process has reserved later ones. */
  #giveBack(limit: LimitState, { next, interval }: ScriptReply, count: number): void {
    if (count <= 0) return
    this.#send(limit, { expected: next, given: next - count * interval }).catch(() => {})
  }

  async #send({ redisKeys, clock, processes }: LimitState, call: Partial<ScriptCall>): Promise<ScriptReply> {
    const settings = this.#settings
    const sentAt = performance.now()
    const kept = Math.max(rule.kept, ((call.interval ?? 0) / 1_000) * processes)
    const given = { processes: settings.processes ?? 0, seen: processes, kept }
    const args = toArguments(this.#id, { ...given, ...call })
    const reply = readReply(await settings.run(reserveScript, redisKeys, args), call.wanted ?? 0)
    clock.sample(sentAt, performance.now(), reply.now / 1_000)
    return reply
  }

  #findLimit(key: string): LimitState {
    const now = performance.now()
    if (now >= this.#sweptAt + rule.sweepEvery) this.#forgetIdle(now)
    let limit = this.#limits.get(key)
    if (!limit) {
      const { run, prefix, processes = 1 } = this.#settings
      // Hashed, because the name of a limit contains a SecretId. The braces make it the hash tag of a cluster, whatever
      // the prefix is.
      const name = createHash('sha256').update(key).digest('base64url').slice(0, 22)
      const redisKey = `${prefix}:{${name}}`
      limit = {
        redisKeys: [redisKey, `${redisKey}:processes`],
        ownShare: new OwnShare(),
        clock: new StoreClock(),
        agreement: new Agreement(run, prefix, key, name),
        processes,
        rate: undefined,
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

/** The time from one turn of a process to its next if all processes are busy. */
function toTurnMs(intervalMs: number, processes: number): number {
  const batch = Math.max(1, Math.floor(Math.min(rule.batch, rule.together / processes) / intervalMs))
  return batch * processes * intervalMs
}
