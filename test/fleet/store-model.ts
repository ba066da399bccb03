import { reserveScript } from '../../src/fleet/reserve-script.ts'
import { runModel, type StoredLimit } from './script-model.ts'

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
  /** Times that the reservation script ran. */
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

  /** The learned rates, in calls per second. */
  get rates(): readonly number[] {
    return [...this.#limits.values()].map(({ fields }) => fields.rate)
  }

  /** A client of ioredis. */
  readonly client = {
    evalsha: (sha1: string, keys: number, ...rest: string[]) =>
      // What processes have configured is compared in Redis alone.
      sha1 === reserveScript.sha1 ? this.#run(rest[0] ?? '', rest.slice(keys)) : Promise.resolve([]),
    eval: (_source: string, keys: number, ...rest: string[]) => this.#run(rest[0] ?? '', rest.slice(keys)),
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
