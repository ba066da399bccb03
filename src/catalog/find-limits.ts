import type { LimitRow } from './tables.ts'

/**
 * True if the row names the action. IM documents its actions with a path before them (`openim/sendmsg`), and
 * requests show its end only.
 */
const names = ([, actions]: LimitRow, action: string): boolean =>
  action !== '' && actions.split('|').some((one) => one === action || one.endsWith(`/${action}`))

/** Finds the limits of a product and of all its actions. */
export const findAllLimits = (rows: readonly LimitRow[], service: string): readonly LimitRow[] =>
  rows.filter((row) => row[0] === service.toLowerCase())

/** Finds the limits that name the action; if there are none, or without an action, those of the product as a whole. */
export function findLimits(rows: readonly LimitRow[], service: string, action = ''): readonly LimitRow[] {
  const all = findAllLimits(rows, service)
  const own = all.filter((row) => names(row, action))
  return own.length > 0 ? own : all.filter(([, actions]) => actions === '')
}

/** A documented rate of an action: a number of calls in each period. */
export interface DocumentedRate {
  readonly calls: number
  readonly periodSeconds: number
}

/** The period of a number of calls at once, which a rate that is learned does not begin with. */
const atOnceSeconds = 60

/**
 * Finds the documented rate of an action, or how many calls may run at once; of several, the one with the fewest calls. One
 * of the whole product is left out: it may be for other calls, or shared with them.
 */
export function findRate(rows: readonly LimitRow[], service: string, action: string): DocumentedRate | undefined {
  const rates = findLimits(rows, service, action)
    .filter(([, actions, kind]) => actions !== '' && (kind === 'rate' || kind === 'concurrency'))
    .map(([, , , calls, periodSeconds]) => ({ calls, periodSeconds: periodSeconds || atOnceSeconds }))
  return rates.sort((a, b) => a.calls - b.calls)[0]
}
