import { isPlainObject } from '../check/check.ts'

function copyForm(form: FormData): FormData {
  const copy = new FormData()
  for (const [name, value] of form) {
    if (typeof value === 'string') copy.append(name, value)
    else copy.append(name, value, value.name)
  }
  return copy
}

/** Copies what a signer may write into: plain objects, arrays and forms. Anything else (a Buffer, a stream) is shared. */
export function copyValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copyValue)
  if (!isPlainObject(value)) {
    if (value instanceof URLSearchParams) return new URLSearchParams(value)
    return typeof FormData !== 'undefined' && value instanceof FormData ? copyForm(value) : value
  }
  // Made with all its fields, so that none that is named `__proto__` becomes the copy's prototype.
  const copy: Record<string, unknown> = { ...value }
  for (const key in copy) copy[key] = copyValue(copy[key])
  return copy
}
