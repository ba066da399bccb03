import { expect, test } from 'vitest'
import { readCodeFrames, readFrames, readOwnFrames } from '../../src/errors/own-frames.ts'

const frames = {
  own: 'async listKeys (file:///app/keys.js:12:20)',
  anonymous: 'async file:///app/my folder (1)/main.js:3:1',
  axios: 'async Axios.request (file:///app/node_modules/axios/lib/core/Axios.js:74:14)',
  windows: 'Object.<anonymous> (C:\\app\\node_modules\\axios\\index.js:1:2)',
  runtime: 'process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  builtIn: 'new Promise (<anonymous>)',
}

const toStack = (list: readonly string[]) => ['Error: no', ...list.map((frame) => `    at ${frame}`)].join('\n')

test('the frames of the application are those outside of the runtime and of packages', () => {
  const stack = toStack(Object.values(frames))
  expect(readFrames(stack)).toEqual(Object.values(frames))
  expect(readCodeFrames(stack)).toEqual([frames.own, frames.anonymous, frames.axios, frames.windows])
  expect(readOwnFrames(stack)).toEqual([frames.own, frames.anonymous])
})

test('the frames of this package are none of the application', async () => {
  const { createError } = await import('../../src/errors/create-error.ts')
  const details = { code: '1', serverMessage: 'no', retry: 'never', mayHaveRun: false, attempts: [] } as const
  const { stack = '' } = createError('ThrottlingError', details, new Set())
  expect(readFrames(stack).join()).toContain('createError')
  expect(readOwnFrames(stack)[0]).toContain('frames.test.ts')
})

test('a message that looks like a frame is none, and a stack without frames has none', () => {
  expect(readFrames('Error: at first\n  at')).toEqual([])
  expect(readFrames('')).toEqual([])
})
