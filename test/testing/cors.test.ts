import { faults } from 'axios-tencentcloud/testing'
import { expect, test } from 'vitest'
import { startLoopback } from './loopback.ts'

const preflight = {
  method: 'OPTIONS',
  headers: { origin: 'https://page.example', 'access-control-request-method': 'POST' },
}

test('a preflight is granted for any header, Authorization by name, and is no request of the log', async () => {
  const { fake, listening } = await startLoopback({ cors: true })
  const response = await fetch(`${listening.urlOf('kms')}?Action=CreateKey`, preflight)
  expect(response.status).toBe(204)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': '*',
    'access-control-allow-headers': '*, Authorization',
  })
  expect([fake.requests, fake.executions]).toEqual([[], []])
})

test('answers and failures may be read by any page, but for their Date', async () => {
  const { fake, listening } = await startLoopback({ cors: true })
  fake.fail('*', faults.html())
  for (const status of [502, 200]) {
    const { status: actual, headers } = await fetch(listening.urlOf('kms'))
    expect([actual, headers.get('access-control-allow-origin')]).toEqual([status, '*'])
    expect(headers.has('access-control-expose-headers')).toBe(false)
  }
})

test('without the option nothing is granted, and a preflight still executes nothing', async () => {
  const { fake, listening } = await startLoopback()
  const responses = [
    await fetch(`${listening.urlOf('kms')}?Action=CreateKey`, preflight),
    await fetch(listening.urlOf('kms')),
  ]
  expect(responses.map(({ headers }) => headers.get('access-control-allow-origin'))).toEqual([null, null])
  expect(fake.executionsOf('CreateKey')).toEqual([])
})
