// Loaded with the first failure of a model endpoint, the first event stream, and the pacing.
import { isRecord } from '../check/check.ts'
import { type ModelUse, type RequestDescription, readModelUse } from '../request/index.ts'
import type { Describable } from './describe-call.ts'

/** Characters. A longer body is not parsed: a prompt of that size holds whole books. */
const longestBody = 8_388_608

/** A call to a model endpoint. */
export interface ModelCall {
  /** What it does; an action of API 3.0 outranks it. */
  readonly use: ModelUse
  /** The model that the request names. */
  readonly model: string | undefined
}

function parse(text: string): unknown {
  try {
    return text.length <= longestBody ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

/** The fields of a request's body; none if it is not a JSON object. */
export function readModelBody({
  data,
  request,
}: Pick<Describable, 'data' | 'request'>): Readonly<Record<string, unknown>> {
  for (const body of [data, request.data]) {
    const value = ArrayBuffer.isView(body) ? new TextDecoder().decode(body) : body
    const fields = typeof value === 'string' ? parse(value) : value
    if (isRecord(fields)) return fields
  }
  return {}
}

/** Reads what a call to a model endpoint is. */
export function readModelCall(call: Describable, { target, service }: RequestDescription): ModelCall {
  const body = readModelBody(call)
  const model = body.model ?? body.Model
  return {
    use: readModelUse(target?.path ?? '', service, body),
    model: typeof model === 'string' && model !== '' ? model : undefined,
  }
}
