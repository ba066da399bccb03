import axios, { type AxiosInstance, type CreateAxiosDefaults } from 'axios'
import type { Contender, Post, WrapOptions } from './contenders.ts'

/** Adds request interceptors that set a header each, like those of applications. */
function addInterceptors(instance: AxiosInstance, count: number): void {
  for (let at = 0; at < count; at++) {
    instance.interceptors.request.use((config) => {
      config.headers.set(`X-Application-${at}`, 'bench')
      return config
    })
  }
}

/** Creates an application's instance with `interceptors` request interceptors, and wraps it by a contender. */
export function createClient(
  contender: Contender,
  defaults: CreateAxiosDefaults,
  interceptors: number,
  options?: WrapOptions,
): Post | Promise<Post> {
  const headers = { 'X-TC-Action': 'DescribeInstances', 'X-TC-Version': '2017-03-12', 'X-TC-Region': 'ap-guangzhou' }
  const instance = axios.create({ ...defaults, headers })
  addInterceptors(instance, interceptors)
  return contender.wrap(instance, options)
}
