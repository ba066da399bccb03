import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { CreateAxiosDefaults } from 'axios'

/** A server of `bodies` in a separate process, and the defaults of an axios instance that calls it. */
export interface Loopback extends AsyncDisposable {
  readonly defaults: CreateAxiosDefaults
}

export async function startLoopback(): Promise<Loopback> {
  const script = fileURLToPath(new URL('loopback-server.ts', import.meta.url))
  const server = fork(script, { execArgv: ['--import', 'tsx'] })
  const [port] = await Promise.race([once(server, 'message'), once(server, 'exit')])
  const httpAgent = new Agent({ keepAlive: true })
  return {
    // No proxy, even if the environment configures one.
    defaults: { baseURL: `http://127.0.0.1:${port}`, proxy: false, httpAgent },
    async [Symbol.asyncDispose]() {
      httpAgent.destroy()
      if (!server.connected) return
      server.disconnect()
      await once(server, 'exit')
    },
  }
}
