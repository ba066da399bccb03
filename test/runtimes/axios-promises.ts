import axios, { type AxiosRequestConfig, type AxiosResponse, getAdapter, isAxiosError, isCancel } from 'axios'
import { attachTencentCloud, attemptsOf, isTencentCloudError } from 'axios-tencentcloud'
import { type Call, credentials, instantClock, promisesOf, type RuntimePromise } from './promises.ts'

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })
  return text
}

/**
 * The promises of an axios instance with one of axios' adapters, at a fake cloud.
 *
 * @param connection what the runtime needs in the config so that it resends nothing by itself
 */
export function axiosPromises(
  url: string,
  adapter: 'http' | 'fetch',
  connection: AxiosRequestConfig = {},
): RuntimePromise[] {
  const authorizations: (string | null)[] = []
  const send = ({ action, signal, deadlineMs }: Call, responseType?: 'stream'): Promise<AxiosResponse> => {
    authorizations.length = 0
    const http = axios.create({
      ...connection,
      baseURL: url,
      proxy: false,
      adapter(config) {
        authorizations.push(String(config.headers.get('Authorization') ?? '') || null)
        return getAdapter(adapter)(config)
      },
    })
    // Deadlines need a clock that goes on.
    attachTencentCloud(http, {
      credentials,
      service: 'cvm',
      ...(deadlineMs === undefined && { clock: instantClock() }),
    })
    return http.post('', '{"Limit":1}', {
      headers: { 'Content-Type': 'application/json', 'X-TC-Action': action, 'X-TC-Version': '2017-03-12' },
      ...(signal && { signal }),
      ...(responseType && { responseType }),
      ...(deadlineMs !== undefined && { tencentCloud: { deadlineMs } }),
    })
  }
  return promisesOf(
    {
      sender: adapter === 'http' ? 'Http' : 'Fetch',
      async call(call) {
        return { attempts: attemptsOf(await send(call)).length, authorizations }
      },
      stream: async (call) => readAll((await send(call, 'stream')).data),
      isAbort: isCancel,
    },
    (error) => isTencentCloudError(error) && isAxiosError(error),
  )
}
