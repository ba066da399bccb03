/** What the store remembers of a limit: the hash of the reservation script, in microseconds. */
export interface StoredLimit {
  next: number
  at: number
  since: number
  back: number
}

/** The reservation script, line by line as the store runs it; store.test.ts compares the two. */
export function runModel(stored: StoredLimit | undefined, args: readonly string[], now: number) {
  const [wanted = 0, within = 0, latest = 0, processes = 0] = args.slice(1, 5).map(Number)
  const [returning = 0, phase = 0, held = 0, expected = 0, given = 0, lead = 0] = args.slice(5).map(Number)
  let interval = Number(args[0])
  if (latest > 0 && now > latest) return { reply: [-1, 0, 0, 0, now], stored }
  if (wanted === 0) {
    const isGivenBack = stored && expected > 0 && stored.next === expected
    return { reply: [0, 0, 0, 0, now], stored: isGivenBack ? { ...stored, next: given } : stored }
  }
  let { next, since, back } = stored ?? { next: now + held, since: 0, back: 0 }
  let most = wanted
  if (stored && now < stored.at) {
    next -= stored.at - now
    since = 0
  }
  if (returning === 1) {
    if (now - since < phase) {
      back++
      if (back <= processes && next > now) next = now + Math.floor(((next - now) * (back - 1)) / back)
    } else if (!stored || now - stored.at >= 1_000_000) {
      since = now
      back = 1
    }
  }
  if (now - since < phase && back < processes) {
    interval = Math.floor((interval * processes) / back)
    most = 1
  }
  const first = Math.max(next, now + lead)
  const slots = Math.max(0, Math.min(most, Math.floor((within - (first - now)) / interval) + 1))
  next = first + slots * interval
  return { reply: [slots, first, interval, next, now], stored: { next, at: now, since, back } }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * A Redis in memory, as the clients of several processes see it, on whatever clock the timers of this process run by. Its
 * clients reconnect, and keep their commands while it is away.
 */
export class ModelStore {
  /** Milliseconds from a command to its answer. */
  delayMs = 1
  /** Slots that were granted, in microseconds of the store's clock. */
  readonly granted: number[] = []
  commands = 0
  readonly #limits = new Map<string, StoredLimit>()
  #back: Promise<void> = Promise.resolve()
  #comeBack = () => {}

  /** Commands wait from now on. */
  leave(): void {
    this.#back = new Promise((resolve) => {
      this.#comeBack = resolve
    })
  }

  /** Runs the commands that wait; its clients need 50 ms on average to reconnect. */
  async return(): Promise<void> {
    await sleep(50)
    this.#comeBack()
  }

  forget(): void {
    this.#limits.clear()
  }

  /** A client of ioredis. */
  readonly client = {
    evalsha: (_sha1: string, _keys: number, key = '', ...args: string[]) => this.#run(key, args),
    eval: (_source: string, _keys: number, key = '', ...args: string[]) => this.#run(key, args),
  }

  async #run(key: string, args: readonly string[]): Promise<unknown> {
    this.commands++
    await sleep(this.delayMs / 2)
    await this.#back
    const { reply, stored } = runModel(this.#limits.get(key), args, Math.floor(Date.now() * 1_000))
    if (stored) this.#limits.set(key, stored)
    const [slots = 0, first = 0, interval = 0] = reply
    for (let slot = 0; slot < slots; slot++) this.granted.push(first + slot * interval)
    await sleep(this.delayMs / 2)
    return reply
  }
}
