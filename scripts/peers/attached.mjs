// What axios' tests get in the place of axios: axios whose every instance has the middleware. The middleware and
// this module import the same axios as the tests (vitest.config.mjs), so that there is one AxiosError.
import axios from 'axios'
import { attachTencentCloud } from 'axios-tencentcloud'

const options = JSON.parse(process.env.PEERS_OPTIONS)

/** The instance as the middleware sees it: without a base URL, whose host it would take for Tencent Cloud's. */
const withoutBaseUrl = (instance) => Object.create(instance, { defaults: { value: {} } })

function attach(instance) {
  attachTencentCloud(process.env.PEERS_TRUST ? instance : withoutBaseUrl(instance), options)
  const { create } = instance
  instance.create = (defaults) => attach(create(defaults))
  return instance
}

attach(axios)

export * from 'axios'
export const { create } = axios
export default axios
