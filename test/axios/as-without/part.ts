import type { AxiosHeaders, AxiosRequestConfig } from 'axios'
import { note } from './journal.ts'

/** What a run's request is made for. */
export interface Stage {
  readonly origin: string
  readonly otherOrigin: string
  /** Ends the call when the server has its request. */
  readonly controller: AbortController
}

export type Part = (stage: Stage) => AxiosRequestConfig
export type Parts = Readonly<Record<string, Readonly<Record<string, Part>>>>

/** Fields that are the same for each run. */
export const config =
  (fields: AxiosRequestConfig | Record<string, unknown>): Part =>
  () =>
    fields as AxiosRequestConfig

/** A transform that only looks. */
export const noteData = (data: unknown, headers: AxiosHeaders, status?: number): unknown => {
  note('transform', data, headers, status)
  return data
}
