import { type Check, isFields, refuse } from '../check/check.ts'
import { type CatalogEntry, dispositions, kindOf } from './entry.ts'

const nonEmpty =
  (wanted: string): Check =>
  (value, name) => {
    if (typeof value !== 'string' || value === '') refuse(name, wanted, value)
  }

const oneOf =
  (known: readonly unknown[]): Check =>
  (value, name) => {
    if (!known.includes(value)) refuse(name, `one of ${known.join(', ')}`, value)
  }

const positive: Check = (value, name) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    refuse(name, 'a positive, finite number', value)
  }
}

const sentence = nonEmpty('a non-empty string')

const text: Check = (value, name) => {
  if (!isFields(value)) return refuse(name, 'an object { en, zh } of two strings', value)
  sentence(value.en, `${name}.en`)
  sentence(value.zh, `${name}.zh`)
}

const actions: Check = (value, name) => {
  if (!Array.isArray(value) || value.length === 0) {
    return refuse(name, "a non-empty array such as ['Describe*']", value)
  }
  value.forEach((pattern: unknown, at) => {
    const isPattern = typeof pattern === 'string' && /^(?:[^*]+\*?|\*)$/.test(pattern)
    if (!isPattern) refuse(`${name}[${at}]`, "an action's name, or its beginning followed by *", pattern)
  })
}

const required: Readonly<Record<'class' | 'retry', Check>> = {
  class: oneOf(Object.keys(kindOf)),
  retry: oneOf(dispositions),
}

const checks: Readonly<Record<keyof CatalogEntry, Check>> = {
  service: nonEmpty("a non-empty string such as 'kms'"),
  code: nonEmpty("a non-empty string such as '4420' or 'RequestLimitExceeded'"),
  moduleCode: nonEmpty("a non-empty string such as '10250'"),
  actions,
  ...required,
  wireText: sentence,
  maxAttempts: positive,
  minDelayMs: positive,
  timestampToleranceSeconds: positive,
  meaning: text,
  remedy: text,
}

const isField = (name: string): name is keyof CatalogEntry => Object.hasOwn(checks, name)

function assertEntry(value: unknown, name: string): asserts value is CatalogEntry {
  if (!isFields(value)) return refuse(name, 'an object', value)
  if (value.code === undefined && value.moduleCode === undefined) {
    throw new TypeError(
      `axios-tencentcloud: option \`${name}\` needs a code, a moduleCode or both, to say what it is about`,
    )
  }
  for (const field of Object.keys({ ...required, ...value })) {
    if (!isField(field)) {
      throw new TypeError(
        `axios-tencentcloud: option \`${name}.${field}\` is not a field of a catalog entry; they are ${Object.keys(checks).join(', ')}`,
      )
    }
    if (field in required || value[field] !== undefined) checks[field](value[field], `${name}.${field}`)
  }
}

/**
 * Checks entries of the user's.
 *
 * @param option the name by which the user knows the value, for the message: `catalog`
 * @returns copies of the entries
 * @throws TypeError that names the field (`catalog[0].class`) and what it must be
 */
export function checkEntries(value: unknown, option: string): readonly CatalogEntry[] {
  if (!Array.isArray(value)) return refuse(option, 'an array of catalog entries', value)
  return value.map((entry: unknown, at) => {
    assertEntry(entry, `${option}[${at}]`)
    return { ...entry }
  })
}
