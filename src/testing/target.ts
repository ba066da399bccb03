import { checkOptions, checkType, isPlainObject } from './check.ts'

/** Which requests are meant: those of an action, of a service, of an action of a service, or all (`'*'`). */
export type Target =
  | string
  | {
      /** The product, `kms`, in any case. Default: every product. */
      readonly service?: string
      /** The action, exactly as sent. Default: every action. */
      readonly action?: string
    }

interface Call {
  readonly service: string | undefined
  readonly action: string | undefined
}

const keyOf = (service?: string, action?: string): string => JSON.stringify([service ?? null, action ?? null])

const normalize = (where: string, target: Target): { service?: string; action?: string } => {
  if (target === '*') return {}
  if (typeof target === 'string' && target !== '') return { action: target }
  if (!isPlainObject(target)) {
    throw new TypeError(`${where}: the target must be an action's name, { service, action } or '*'`)
  }
  checkOptions(`${where}: target`, target, ['service', 'action'])
  checkType(`${where}: target`, 'service', target.service, 'string')
  checkType(`${where}: target`, 'action', target.action, 'string')
  return target
}

const keyOfTarget = (where: string, target: Target): string => {
  const { service, action } = normalize(where, target)
  return keyOf(service?.toLowerCase(), action)
}

/** One value for each target; the most specific target that fits a call is found first. */
export class TargetMap<Value> {
  readonly #values = new Map<string, Value>()

  /** Throws a TypeError when the target is none. */
  set(where: string, target: Target, update: (previous: Value | undefined) => Value): void {
    const key = keyOfTarget(where, target)
    this.#values.set(key, update(this.#values.get(key)))
  }

  /** Throws a TypeError when the target is none. */
  delete(where: string, target: Target): void {
    this.#values.delete(keyOfTarget(where, target))
  }

  /** The values whose targets fit the call: service and action, action alone, service alone, `'*'`. */
  matching({ service, action }: Call): Value[] {
    const keys = new Set([keyOf(service, action), keyOf(undefined, action), keyOf(service), keyOf()])
    return [...keys].flatMap((key) => {
      const value = this.#values.get(key)
      return value === undefined ? [] : [value]
    })
  }

  values(): Iterable<Value> {
    return this.#values.values()
  }

  clear(): void {
    this.#values.clear()
  }
}
