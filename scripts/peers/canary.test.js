// Copied among axios' tests: do they get the middleware in the runs that are to have it, and only in these?
import { expect, test } from 'vitest'
import axios, { create } from '../../index.js'

const isAttached = ({ interceptors }) => interceptors.request.handlers.length > 0

test.each([
  ['the default export', axios],
  ['an instance', axios.create()],
  ['an instance made by the named export', create()],
  ['an instance made by an instance', axios.create().create()],
])('%s has the middleware exactly when it should', (_, instance) => {
  expect(isAttached(instance)).toBe(process.env.PEERS_OPTIONS !== undefined)
})
