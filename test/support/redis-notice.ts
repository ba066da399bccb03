import { hasRedis } from './redis-server.ts'

/** A global setup of vitest. What it returns runs after the summary, so that its line is the last one. */
export default function setup(): () => void {
  return () => {
    if (hasRedis) return
    console.warn(
      '\n*** SKIPPED: the tests of the fleet against a real Redis. Neither redis-server nor valkey-server is on the PATH (on Debian: apt-get install redis-server).\n',
    )
  }
}
