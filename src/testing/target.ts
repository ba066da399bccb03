import { checkOptions, checkType, isPlainObject } from './check.ts'

/** Selects requests: those of an action, of a service, of an action of a service, or all (`'*'`). */
export type Target =
  | string
  | {
      /**
       * The product, `kms`, in any letter case.
       *
       * @default every product
       */
      readonly service?: string
      /**
       * The action, exactly as sent.
       *
       * @default every action
       */
      readonly action?: string
    }

interface Call {
  readonly service: string | undefined
  readonly action: string | undefined
}

const toKey = (service?: string, action?: string): string => JSON.stringify([service ?? null, action ?? null])

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

const toTargetKey = (where: string, target: Target): string => {
  const { service, action } = normalize(where, target)
  return toKey(service?.toLowerCase(), action)
}

/** A map with one value per target; look-up returns the most specific matching target first. */
export class TargetMap<Value> {
  readonly #values = new Map<string, Value>()

  /** Throws a TypeError for an invalid target. */
  set(where: string, target: Target, update: (previous: Value | undefined) => Value): void {
    const key = toTargetKey(where, target)
    this.#values.set(key, update(this.#values.get(key)))
  }

  /** Throws a TypeError for an invalid target. */
  delete(where: string, target: Target): void {
    this.#values.delete(toTargetKey(where, target))
  }

  /** The values whose targets match the call, in this order: service and action, action, service, `'*'`. */
  matching({ service, action }: Call): Value[] {
    const keys = new Set([toKey(service, action), toKey(undefined, action), toKey(service), toKey()])
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
