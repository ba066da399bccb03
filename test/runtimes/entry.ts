// Runs on Bun and Deno: keeps the promises at the fake cloud whose address is the argument, and prints how.
import { Agent } from 'node:http'
import { argv } from 'node:process'
import { axiosPromises } from './axios-promises.ts'
import { fetchPromises } from './fetch-promises.ts'
import { keepAll } from './promises.ts'

declare const Deno: { createHttpClient(options: { poolMaxIdlePerHost: number }): object } | undefined

/**
 * Deno resends a request by itself, a POST included, when a reused connection breaks before the answer begins: its
 * connections must not be reused.
 */
const client = typeof Deno === 'undefined' ? undefined : Deno.createHttpClient({ poolMaxIdlePerHost: 0 })
const agent = client ? { httpAgent: new Agent({ keepAlive: false }) } : {}
const init = client ? { client } : {}

const url = argv[2] ?? ''
const promises = [
  ...axiosPromises(url, 'http', agent),
  ...axiosPromises(url, 'fetch', { fetchOptions: init }),
  ...fetchPromises(url, init),
]
console.log(JSON.stringify(await keepAll(promises)))
