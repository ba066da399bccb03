import type { Data } from './answer.ts'
import { isPlainObject } from './check.ts'
import type { LoggedRequest } from './log.ts'
import { ActionLog } from './log.ts'
import type { Generated } from './models/generation.ts'
import type { Target } from './target.ts'
import { TargetMap } from './target.ts'

/** What an action returns: its fields, or a function that returns them and runs once for each execution. */
export type AnswerData = Data | ((params: LoggedRequest['params'], request: LoggedRequest) => Data)

/** One run of an action. */
export interface Execution {
  /** The number of the request that it ran for, as in the log. */
  readonly number: number
  /** The product that the request named; undefined when neither host nor path names one. */
  readonly service: string | undefined
  /** The action that the request named. */
  readonly action: string | undefined
  /** The parameters of the request, as in the log. */
  readonly params: LoggedRequest['params']
  /** The ClientToken of the request; undefined when missing or empty. */
  readonly clientToken: string | undefined
  /** What was generated for the prompt; undefined for what is no prompt. */
  readonly generated: Generated | undefined
}

/** The result of a request that may run. */
export interface Executed {
  readonly data: Data
  /** The run; undefined for a ClientToken that ran before. */
  readonly execution: { generated: Generated | undefined } | undefined
}

/** Runs actions and logs the runs. */
export class Executor {
  readonly log = new ActionLog<Execution>()
  readonly #answers = new TargetMap<AnswerData>()
  readonly #byClientToken = new Map<string, Data>()

  answer(target: Target, data: AnswerData): void {
    if (typeof data !== 'function' && !isPlainObject(data)) {
      throw new TypeError('answer: the data must be a plain object, or a function that returns one')
    }
    this.#answers.set('answer', target, () => data)
  }

  /** Runs the action and returns its data. A ClientToken seen before gets the same data again, without a run. */
  execute(request: LoggedRequest): Executed {
    const { number, service, action, params } = request
    const clientToken = typeof params.ClientToken === 'string' && params.ClientToken ? params.ClientToken : undefined
    const key = clientToken === undefined ? undefined : JSON.stringify([service, action, clientToken])
    const earlier = key === undefined ? undefined : this.#byClientToken.get(key)
    if (earlier) return { data: earlier, execution: undefined }

    const data = this.#run(request)
    const execution = { number, service, action, params, clientToken, generated: undefined }
    this.log.push(execution)
    if (key !== undefined) this.#byClientToken.set(key, data)
    return { data, execution }
  }

  clear(): void {
    this.log.clear()
    this.#answers.clear()
    this.#byClientToken.clear()
  }

  #run(request: LoggedRequest): Data {
    const [answer] = this.#answers.matching(request)
    if (answer === undefined) {
      const { service, action } = request
      return { echo: { service, action, execution: this.log.entries.length + 1 } }
    }
    const data: unknown = typeof answer === 'function' ? answer(request.params, request) : answer
    if (!isPlainObject(data))
      throw new TypeError(`answer: the function for ${request.action} must return a plain object`)
    return data
  }
}
