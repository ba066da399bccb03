import { Writable } from 'node:stream'
import { isTencentCloudError, type TencentCloudError } from 'axios-tencentcloud'
import { faults } from 'axios-tencentcloud/testing'
import pino from 'pino'
import { expect, test } from 'vitest'
import winston from 'winston'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path } from '../support/kms.ts'

// The serializers are those of docs/guides/logging.md.

async function failedCall(): Promise<TencentCloudError> {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', ...Array(4).fill(faults.legacy(6000, '(10000)internal')))
  const http = client({ errorLanguage: 'en' })
  const request = { ...list, headers: { Authorization: 'Bearer v3ry-s3cret-t0ken' } }
  return (await rejectionOf(http.get(path, request))) as TencentCloudError
}

/** A stream for a logger, and the lines that it wrote. */
function collect(): { stream: Writable; lines: string[] } {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { stream, lines }
}

test('pino writes the short form of an error with the serializer of the guide', async () => {
  const { stream, lines } = collect()
  const log = pino(
    {
      serializers: {
        err: (error: unknown) =>
          isTencentCloudError(error) ? error.toJSON() : pino.stdSerializers.err(error as Error),
      },
    },
    stream,
  )
  const error = await failedCall()
  log.error(error, 'list failed')
  log.error({ err: error })
  log.error(new Error('another'))
  const [first, second, third] = lines.map((line) => JSON.parse(line))
  expect(first).toMatchObject({ msg: 'list failed', err: JSON.parse(JSON.stringify(error)) })
  expect(second.err).toEqual(first.err)
  expect(third.err).toMatchObject({ type: 'Error', message: 'another' })
  expect(lines.join()).not.toContain('v3ry-s3cret')
})

test('pino without a serializer writes all fields, and no secret', async () => {
  const { stream, lines } = collect()
  const error = await failedCall()
  pino(stream).error(error)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { type: 'InternalServerError', attempts: [{}, {}, {}, {}] } })
  expect(lines.join()).not.toContain('v3ry-s3cret')
})

test('winston writes the short form of an error with the format of the guide', async () => {
  const { stream, lines } = collect()
  const tencentCloudErrors = winston.format((info) => {
    if (isTencentCloudError(info)) return Object.assign({}, info, info.toJSON())
    for (const [name, value] of Object.entries(info)) if (isTencentCloudError(value)) info[name] = value.toJSON()
    return info
  })
  const log = winston.createLogger({
    format: winston.format.combine(tencentCloudErrors(), winston.format.json()),
    transports: [new winston.transports.Stream({ stream })],
  })
  const error = await failedCall()
  log.error('list failed', { err: error })
  log.error(error)
  const [first, second] = lines.map((line) => JSON.parse(line))
  expect(first).toEqual({ level: 'error', message: 'list failed', err: JSON.parse(JSON.stringify(error)) })
  expect(second).toMatchObject({ level: 'error', ...first.err })
  expect(lines.join()).not.toContain('v3ry-s3cret')
})
