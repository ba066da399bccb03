import type { Fault } from '../fault.ts'
import type { LoggedRequest } from '../log.ts'
import { countPromptTokens } from '../models/model-request.ts'
import { limitRejection } from '../rejections.ts'
import type { Target } from '../target.ts'
import { TargetMap } from '../target.ts'
import type { Limit } from './limits.ts'
import { isLimit } from './limits.ts'
import type { Meter } from './meters.ts'

/** An active limit, with a meter for each account and region that it counts separately. */
interface Post {
  readonly limit: Limit
  readonly meters: Map<string, Meter>
}

const toMeterKey = ({ per }: Limit, request: LoggedRequest): string =>
  JSON.stringify(per.map((name) => [name, request[name] ?? null]))

/** Refuses the calls that exceed a limit. */
export class LimitGate {
  readonly #posts = new TargetMap<Post>()
  readonly #counted = new Map<LoggedRequest, Meter>()

  /** Sets the limit of a target from `now` (epoch ms) on. Throws a TypeError for an invalid limit or target. */
  set(target: Target, limit: Limit, now: number): void {
    if (!isLimit(limit)) throw new TypeError('limit: argument 2 is not a limit; make it with limits.*')
    this.#posts.set('limit', target, (post) => ({
      limit,
      meters: new Map([...(post?.meters ?? [])].map(([key, meter]) => [key, limit.startMeter(now, meter)])),
    }))
  }

  /** Throws a TypeError for an invalid target. */
  remove(target: Target): void {
    this.#posts.delete('unlimit', target)
  }

  /** Counts the call at the most specific matching limit; returns its refusal when it exceeds that limit. */
  refusal(request: LoggedRequest): Fault | undefined {
    const [post] = this.#posts.matching(request)
    if (post === undefined) return undefined
    const { limit } = post
    const meter = this.#findMeter(post, request)
    const tokens = request.protocol ? countPromptTokens(request.params) : 0
    const hasRoom = meter.hasRoom(request.at, tokens)
    if (hasRoom || limit.countRejected) {
      meter.count(request.at, tokens)
      this.#counted.set(request, meter)
    }
    return hasRoom ? undefined : (limit.fault ?? limitRejection(request, limit.kind))
  }

  /** Counts the tokens of the answer to a call. */
  spend(request: LoggedRequest, tokens: number): void {
    this.#counted.get(request)?.spend?.(request.at, tokens)
  }

  /** To be called when the call has been answered. */
  release(request: LoggedRequest): void {
    this.#counted.get(request)?.release()
    this.#counted.delete(request)
  }

  clear(): void {
    this.#posts.clear()
    this.#counted.clear()
  }

  #findMeter({ limit, meters }: Post, request: LoggedRequest): Meter {
    const key = toMeterKey(limit, request)
    const meter = meters.get(key) ?? limit.startMeter(request.at, undefined)
    meters.set(key, meter)
    return meter
  }
}
