import axios, { type AxiosInstance, type CreateAxiosDefaults } from 'axios'
import type { Contender, Post, WrapOptions } from './contenders.ts'

/** Simple request interceptors, as applications have them: each sets a header. */
function addInterceptors(instance: AxiosInstance, count: number): void {
  for (let at = 0; at < count; at++) {
    instance.interceptors.request.use((config) => {
      config.headers.set(`X-Application-${at}`, 'bench')
      return config
    })
  }
}

/** An application's instance, with so many request interceptors, in a contender's care. */
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
