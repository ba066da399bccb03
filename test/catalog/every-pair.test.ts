import { lookup } from 'axios-tencentcloud/catalog'
import { describe, expect, it } from 'vitest'
import { pairKey, readListedPairs } from '../../scripts/api3/read.ts'

const pairs = readListedPairs()

describe('the whole catalog', { timeout: 60_000 }, () => {
  it('every pair of API 3.0 is listed, with the class and disposition of its file', async () => {
    for (const pair of pairs) {
      const found = await lookup(pair.code, pair)
      expect([found.source, found.class, found.retry], pairKey(pair)).toEqual(['listed', pair.class, pair.retry])
    }
  })

  it('every pair has a meaning and a remedy in both languages', async () => {
    for (const pair of pairs) {
      const { meaning, remedy } = await lookup(pair.code, pair)
      expect([meaning?.en, meaning?.zh, remedy?.en, remedy?.zh].every(Boolean), pairKey(pair)).toBe(true)
    }
  })
})
