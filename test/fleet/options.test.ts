import axios from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'
import { createFleet } from 'axios-tencentcloud/fleet'
import { expect, test } from 'vitest'

const redis = { evalsha: async () => [], eval: async () => [] }
const made = (options: object) => () => Reflect.apply(createFleet, undefined, [options])

test.each([
  ['redis', { processes: 2 }],
  ['redis', { redis: {}, processes: 2 }],
  ['processes', { redis, processes: 0 }],
  ['processes', { redis, processes: 1.5 }],
  ['prefix', { redis, processes: 1, prefix: '' }],
  ['timeoutMs', { redis, processes: 1, timeoutMs: 0 }],
  ['timeoutMs', { redis, processes: 1, timeoutMs: Number.POSITIVE_INFINITY }],
  ['size', { redis, processes: 1, size: 2 }],
])('a wrong or missing option `%s` of a fleet is a TypeError that names it', (name, options) => {
  expect(made(options)).toThrow(TypeError)
  expect(made(options)).toThrow(`\`${name}\``)
})

test('clients of node-redis are accepted too', () => {
  expect(made({ redis: { evalSha: redis.evalsha, eval: redis.eval }, processes: 1 })).not.toThrow()
})

test('the number of processes need not be said, nor a limit', () => {
  const fleet = createFleet({ redis })
  expect(() => attachTencentCloud(axios.create(), { pacing: { fleet } })).not.toThrow()
  expect(() => attachTencentCloud(axios.create(), { pacing: { limit: { qps: 20 }, fleet } })).not.toThrow()
})

test('a fleet that createFleet did not make is a TypeError that names `pacing.fleet`', () => {
  const attach = () =>
    Reflect.apply(attachTencentCloud, undefined, [axios.create(), { pacing: { limit: { qps: 20 }, fleet: redis } }])
  expect(attach).toThrow('`pacing.fleet`')
})
