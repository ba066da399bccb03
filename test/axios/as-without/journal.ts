import { describeValue } from '../../support/describe-value.ts'

/** What the user's functions saw, in order. */
export const journal: unknown[] = []

export const note = (who: string, ...seen: unknown[]): void => {
  journal.push([who, ...seen.map(describeValue)])
}
