import { readFileSync } from 'node:fs'
import axios from 'axios'
import { attachTencentCloud, type TencentCloudError } from 'axios-tencentcloud'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InstantClock } from '../support/clocks.ts'
import { rejectionOf } from '../support/cloud.ts'

interface SeedRow {
  readonly service: string
  readonly code?: string | null
  readonly moduleCode?: string | null
  readonly class: string
  readonly retry: string
  readonly wireText?: string
  readonly maxAttempts?: number
  readonly actions?: readonly string[]
}

const rows: SeedRow[] = JSON.parse(readFileSync(new URL('../catalog/seed-rows.json', import.meta.url), 'utf8'))

const clock = new InstantClock()
const fake = createFakeTencentCloud({ now: clock.now })
let listening: Awaited<ReturnType<typeof fake.listen>>
beforeAll(async () => {
  listening = await fake.listen()
})
afterAll(() => listening.close())

/** An action of the row's that reads, and one that duplicates; rows of changing actions have no reading one. */
const actionsOf = ({ actions }: SeedRow): string[] => {
  if (actions?.includes('Describe*')) return ['DescribeProject']
  return actions ? ['AddProject'] : ['DescribeThings', 'CreateThing']
}

/** How many requests a call makes whose every attempt fails this way, unpaced. Throttles without a bound end at the deadline, by a clock and dice that stand still. */
function expectedRequests({ retry, maxAttempts }: SeedRow, action: string): number {
  const creates = !action.startsWith('Describe')
  switch (retry) {
    case 'throttle':
      // Waits of 0.55 × 1, 2, 4, 8, 16, 20, 20, 20 s fit into the minute: eight, so nine requests.
      return maxAttempts ?? 9
    case 're-sign':
      return 3
    case 'clock':
      return 2
    case 'transient':
      return creates ? 1 : 4
    case 'busy':
      return 4
    default:
      return 1
  }
}

const cases = rows.flatMap((row) => actionsOf(row).map((action) => ({ ...row, action, row })))

describe('every row of the official lists, over real HTTP', () => {
  test('is 142 rows', () => {
    expect(rows).toHaveLength(142)
  })

  test.each(cases)('$service $code $moduleCode, $action: $class, $retry', async ({ row, action }) => {
    fake.reset()
    const service = row.service === '*' ? 'cvm' : row.service
    const named = /[A-Z]/.test(row.code ?? '')
    const code = row.code ?? '4000'
    const text =
      row.moduleCode == null ? (row.wireText ?? 'some text') : `(${row.moduleCode})${row.wireText ?? 'some text'}`
    const fault = named
      ? faults.api3(code, text, { requestId: 'req-7' })
      : faults.legacy(Number(code), text, { requestId: 'req-7' })
    fake.fail('*', ...Array(100).fill(fault))

    const http = axios.create({ baseURL: listening.urlOf(service), proxy: false })
    // A signer with a short nonce, as most people have: the replay may be its fault.
    let nonce = Math.floor(Math.random() * 1e6)
    attachTencentCloud(http, {
      service,
      clock,
      pacing: false,
      sign(config, { now }) {
        config.params = { ...config.params, Nonce: ++nonce, Timestamp: Math.floor(now / 1000), Signature: `s${nonce}` }
      },
    })
    const params = { Action: action, ...(named && { Version: '2017-03-12' }) }
    const error = (await rejectionOf(http.get('/v2/index.php', { params }))) as TencentCloudError

    expect(error.name).toBe(row.class)
    expect(error.retry).toBe(row.retry)
    expect(error.code).toBe(code)
    expect(error.moduleCode).toBe(row.moduleCode ?? undefined)
    expect(error.requestId).toBe('req-7')
    expect(error).toMatchObject({
      service,
      action,
      meaning: { en: expect.any(String), zh: expect.any(String) },
      remedy: { en: expect.any(String), zh: expect.any(String) },
    })
    expect(fake.requests).toHaveLength(expectedRequests(row, action))
    expect(error.attempts).toHaveLength(fake.requests.length)
    expect(fake.executions).toHaveLength(0)
  })
})
