import { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import type { Sign } from '../axios/options/options.ts'
import type { FetchSign } from './options.ts'
import { readBody } from './request-body.ts'
import { initOf, urlOf } from './request-init.ts'

/** A Request of a config, that listens to no signal. */
const requestOf = ({ signal: _signal, ...config }: InternalAxiosRequestConfig): Request =>
  new Request(urlOf(config), initOf(config, {}))

/** Encodes a form, whose bytes do not show yet: what is signed has to be what is sent. */
async function fixForm(config: InternalAxiosRequestConfig): Promise<void> {
  if (!(config.data instanceof FormData)) return
  const encoded = requestOf(config)
  config.data = new Uint8Array(await encoded.arrayBuffer())
  config.headers.setContentType(encoded.headers.get('content-type') ?? '')
}

/**
 * A signer of Requests as the scope calls signers.
 *
 * @throws TypeError when it returns something else than a Request; what it throws itself
 */
export function signByRequest(sign: FetchSign): Sign {
  return async (config, context) => {
    await fixForm(config)
    const { data } = config
    const streams = data instanceof ReadableStream
    // A signature cannot hold a stream's bytes; and a Request that had it would lock it.
    const request = requestOf(streams ? { ...config, data: undefined } : config)
    const signed = (await sign(request, context)) ?? request
    if (!(signed instanceof Request))
      throw new TypeError('axios-tencentcloud: `sign` must return a Request, or nothing')
    const { params: _params, ...rest } = config
    return {
      ...rest,
      url: signed.url,
      method: signed.method,
      headers: new AxiosHeaders(Object.fromEntries(signed.headers)),
      data: signed === request || streams ? data : await readBody(signed, signed.headers.get('content-type')),
    }
  }
}
