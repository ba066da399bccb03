import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ClockObservation, ClockOffsets, offsetFrom, serverTimeIn } from '../../src/signing/index.ts'

const local = Date.UTC(2024, 0, 1)
const dateAt = (time: number): string => new Date(time).toUTCString()
const minute = 60_000

describe('offsetFrom', () => {
  const roundTrip = { sentAt: local, receivedAt: local + 200 }
  const ahead = { ...roundTrip, dateHeader: dateAt(local + 10 * minute) }

  test.each<[string, ClockObservation, number | undefined]>([
    ['a clock that is behind', ahead, 10 * minute + 400],
    ['a clock that is ahead', { ...roundTrip, dateHeader: dateAt(local - 10 * minute) }, -10 * minute + 400],
    ['a correct clock', { ...roundTrip, dateHeader: dateAt(local) }, 0],
    ['half a long round trip', { ...ahead, receivedAt: local + 4_000 }, 10 * minute + 500 - 2_000],
    ['a response from a cache', { ...ahead, ageHeader: '0' }, undefined],
    ['a round trip of 5 s', { ...ahead, receivedAt: local + 5_000 }, 10 * minute - 2_000],
    ['a round trip over 5 s', { ...ahead, receivedAt: local + 5_001 }, undefined],
    ['a clock set back meanwhile', { ...ahead, receivedAt: local - 1 }, undefined],
    ['no date', roundTrip, undefined],
    ['a broken date', { ...roundTrip, dateHeader: 'yesterday GMT' }, undefined],
    ['a date without a zone', { ...roundTrip, dateHeader: 'Mon Jan  1 00:00:00 2024' }, undefined],
    ['a date of RFC 850', { ...roundTrip, dateHeader: 'Monday, 01-Jan-24 00:10:00 GMT' }, 10 * minute + 400],
    ['no date but a time in the body', { ...roundTrip, bodyTime: local + 10 * minute }, 10 * minute + 400],
    [
      'a cached date and a time in the body',
      { ...ahead, ageHeader: '7', bodyTime: local + 20 * minute },
      20 * minute + 400,
    ],
    ['a date and a time in the body', { ...ahead, bodyTime: local + 20 * minute }, 10 * minute + 400],
    [
      'a slow answer with a time in the body',
      { sentAt: local, receivedAt: local + 8_000, bodyTime: local + 10 * minute },
      10 * minute - 3_500,
    ],
  ])('%s', (_what, observation, expected) => {
    expect(offsetFrom(observation)).toBe(expected)
  })

  test('is correct to half a second plus half the round trip, at whatever moment the server writes its Date', () => {
    const sample = fc.record({
      skew: fc.integer({ min: -86_400_000, max: 86_400_000 }),
      there: fc.integer({ min: 0, max: 2_500 }),
      back: fc.integer({ min: 0, max: 2_500 }),
      at: fc.integer({ min: local, max: local + 10_000 }),
    })
    fc.assert(
      fc.property(sample, ({ skew, there, back, at }) => {
        const dateHeader = dateAt(at + there + skew)
        const offset = offsetFrom({ dateHeader, sentAt: at, receivedAt: at + there + back }) ?? Number.NaN
        const uncertainty = 500 + (there + back) / 2
        expect(Math.abs(offset - skew)).toBeLessThanOrEqual(offset === 0 ? 2 * uncertainty : uncertainty + 1)
        if (skew === 0) expect(offset).toBe(0)
      }),
    )
  })
})

describe('serverTimeIn', () => {
  test.each([
    [
      'Signature expired. Please use local time and enable NTP service for time synchronization to avoid a deviation between `Timestamp` and the server time 1706406788.',
      1_706_406_788_000,
    ],
    [
      '请求被拒绝，请求重复, 请注意 Nonce 参数两次请求不能重复, Timestamp 与腾讯服务器相差不能超过 2 小时, 腾讯服务器 Timestamp = 1557125531',
      1_557_125_531_000,
    ],
    ['The signature is expired, please request again.', undefined],
    ['server time 17064067880', undefined],
    ['', undefined],
  ])('of "%s" is %s', (message, expected) => {
    expect(serverTimeIn(message)).toBe(expected)
  })
})

describe('ClockOffsets', () => {
  test('are stored per host, in any letter case of its name', () => {
    const offsets = new ClockOffsets()
    offsets.set('CVM.tencentcloudapi.com', 600_000)
    expect(offsets.get('cvm.tencentcloudapi.com')).toBe(600_000)
    expect(offsets.get('kms.tencentcloudapi.com')).toBe(0)
  })

  test('expire an hour after they were set', () => {
    let now = 1_772_323_200_000
    const offsets = new ClockOffsets(() => now)
    offsets.set('https://host', 600_000)
    now += 3_599_999
    expect(offsets.get('https://host')).toBe(600_000)
    now += 1
    expect(offsets.get('https://host')).toBe(0)
  })

  test('are deleted when they are set to 0', () => {
    const offsets = new ClockOffsets()
    offsets.set('host', 1)
    offsets.set('HOST', 0)
    expect(offsets.get('host')).toBe(0)
  })

  test.each(['Fri, 31 Dec 9999 23:59:59 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    '%s is no time that a server can tell',
    (dateHeader) => {
      expect(offsetFrom({ dateHeader, sentAt: 1_772_323_200_000, receivedAt: 1_772_323_200_100 })).toBeUndefined()
    },
  )

  test('are bounded: the host that was set first is dropped first', () => {
    const offsets = new ClockOffsets()
    offsets.set('first', 1)
    offsets.set('second', 2)
    offsets.set('first', 3)
    for (let index = 0; index < 255; index++) offsets.set(`host${index}`, 4)
    expect([offsets.get('first'), offsets.get('second'), offsets.get('host254')]).toEqual([3, 0, 4])
  })
})
