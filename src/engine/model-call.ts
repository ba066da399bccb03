// Loaded with the first failure of a model endpoint.
import { type ModelUse, type RequestDescription, readModelBody, readModelUse } from '../request/index.ts'
import type { Describable } from './describe-call.ts'

/** What a call to a model endpoint does; an action of API 3.0 outranks it. */
export const readUse = ({ data, request }: Describable, { target, service }: RequestDescription): ModelUse =>
  readModelUse(target?.path ?? '', service, readModelBody(data, request.data))
