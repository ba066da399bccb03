// Runs on Cloudflare's workerd: answers with how the promises of the fetch were kept.
import { fetchPromises } from './fetch-promises.ts'
import { keepAll } from './promises.ts'

export default {
  async fetch(_request: Request, { CLOUD }: { readonly CLOUD: string }): Promise<Response> {
    return Response.json(await keepAll(fetchPromises(CLOUD)))
  },
}
