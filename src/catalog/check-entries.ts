import { type Check, checkFields, checkThat, eachOf, isRecord, oneOf, refuse, textCheck } from '../check/check.ts'
import { type CatalogEntry, dispositions, kindByClass } from './entry.ts'

const positive = checkThat('a positive, finite number', (value) => Number.isFinite(value) && Number(value) > 0)

const text: Check = (value, name) => {
  if (!isRecord(value)) refuse(name, 'an object { en, zh } of two strings', value)
  textCheck(value.en, `${name}.en`)
  textCheck(value.zh, `${name}.zh`)
}

const eachAction = eachOf(
  checkThat(
    "an action's name, or its beginning followed by *",
    (value) => typeof value === 'string' && /^(?:[^*]+\*?|\*)$/.test(value),
  ),
)

const actions: Check = (value, name) => {
  if (!Array.isArray(value) || value.length === 0) refuse(name, 'a non-empty array', value)
  eachAction(value, name)
}

const checks: Readonly<Record<keyof CatalogEntry, Check>> = {
  service: textCheck,
  code: textCheck,
  moduleCode: textCheck,
  actions,
  message: textCheck,
  class: oneOf(Object.keys(kindByClass)),
  retry: oneOf(dispositions),
  wireText: textCheck,
  maxAttempts: positive,
  minDelayMs: positive,
  timestampToleranceSeconds: positive,
  limitKind: oneOf(['rate', 'in-flight', 'tokens']),
  meaning: text,
  remedy: text,
}

const eachEntry = eachOf((value, name) => {
  if (!isRecord(value)) refuse(name, 'an object', value)
  if ((value.code ?? value.moduleCode) === undefined) refuse(name, 'an entry with a code, a moduleCode or both', value)
  checks.class(value.class, `${name}.class`)
  checks.retry(value.retry, `${name}.retry`)
  checkFields(value, `${name}.`, checks)
})

/**
 * Checks the catalog entries that a user passes as an option.
 *
 * @param option the name of the option, for the message: `catalog`
 * @throws TypeError that names the field (`catalog[0].class`) and what it must be
 */
export function checkEntries(value: unknown, option: string): asserts value is readonly CatalogEntry[] {
  if (!Array.isArray(value)) refuse(option, 'an array of catalog entries', value)
  eachEntry(value, option)
}
