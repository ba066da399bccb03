/**
 * What is made of a code under HTTP 429 that no list and no prefix explains: it may be a rate or a quota (CloudBase
 * answers both so), and is repeated, but not without end.
 */
export const unlistedUnder429 = {
  class: 'ThrottlingError',
  kind: 'throttling',
  retry: 'throttle',
  documented: true,
  maxAttempts: 5,
} as const
