import { Readable } from 'node:stream'
import { isAxiosError } from 'axios'

const toBytes = (value: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value)

const className = (value: object): string => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null ? 'null prototype' : String(Reflect.get(prototype as object, 'constructor')?.name)
}

/** Fields that tell a time, or of a connection; of them only the type can be compared. */
const volatile: ReadonlySet<string> = new Set(['duration', 'stack', 'socket'])

function describeFields(value: object, seen: readonly object[]): Record<string, unknown> {
  const names = Reflect.ownKeys(value).filter((name) => typeof name === 'string')
  return Object.fromEntries(
    names.map((name) => {
      const field: unknown = Reflect.get(value, name)
      return [name, volatile.has(name) ? typeof field : describe(field, seen)]
    }),
  )
}

/** The middleware's scope stands for a call's adapter until the request is sent, and holds it under a symbol. */
function describeFunction(value: object): unknown {
  const standsFor = Object.getOwnPropertySymbols(value).find(({ description }) => description === 'adapter')
  return standsFor ? describe(Reflect.get(value, standsFor), []) : value
}

function describe(value: unknown, seen: readonly object[]): unknown {
  // Each form has one of its own.
  if (typeof value === 'string') return value.replace(/boundary=[\w.-]+/, 'boundary')
  if (typeof value === 'function') return describeFunction(value)
  if (typeof value !== 'object' || value === null) return value
  if (seen.includes(value)) return '(cycle)'
  const inner = [...seen, value]
  if (Array.isArray(value)) return value.map((entry) => describe(entry, inner))
  const name = className(value)
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return { [name]: Buffer.from(toBytes(value)).toString('latin1') }
  }
  if (value instanceof URLSearchParams || value instanceof Date || value instanceof URL || value instanceof RegExp) {
    return { [name]: String(value) }
  }
  if (value instanceof AbortSignal) return { [name]: value.aborted }
  if (value instanceof Blob) return { [name]: [value.size, value.type] }
  if (value instanceof FormData) return { [name]: describe([...value], inner) }
  if (value instanceof Error) {
    return { [name]: { ...describeFields(value, inner), name: value.name, isAxiosError: isAxiosError(value) } }
  }
  // A JSON stream that was looked into to its end is handed on as another one.
  if (value instanceof Readable) return '(Node stream)'
  // Of what runtimes make (requests, streams, agents) only the class can be compared.
  if (!['Object', 'AxiosHeaders', 'null prototype'].includes(name)) return `(${name})`
  return { [name]: describeFields(value, inner) }
}

/**
 * A value as plain data that `toEqual` can compare: with the classes and own fields of objects, the bytes of binary ones,
 * and functions as themselves.
 */
export const describeValue = (value: unknown): unknown => describe(value, [])
