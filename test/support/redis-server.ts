import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A Redis of its own, on a loopback port, that keeps nothing on disk. */
export interface RedisServer {
  readonly port: number
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>
  /** Stands still: connections stay open, and nothing is answered. */
  pause(): void
  resume(): void
  /** Ends it, and removes its folder. */
  close(): Promise<void>
}

/** Redis, or Valkey, which behaves alike. Undefined where neither is on the PATH. */
const redisCommand = ['redis-server', 'valkey-server'].find((name) => !spawnSync(name, ['--version']).error)

/**
 * False where there is no Redis: what needs it is skipped there. A build server (CI is set) must have it, or skipped
 * tests would look like passed ones.
 */
export const hasRedis = redisCommand !== undefined || process.env.CI !== undefined

/** A port without a listener. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })

async function launch(port: number, folder: string, more: readonly string[]): Promise<ChildProcess> {
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
    ...more,
  ]
  const child = spawn(redisCommand ?? 'redis-server', options, { stdio: 'ignore' })
  const end = () => void child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  let failure: Error | undefined
  child.once('error', (cause) => {
    failure = new Error(
      'The tests of the fleet need redis-server, and it cannot be started: install it (on Debian: apt-get install -y redis-server).',
      { cause },
    )
  })
  for (let trial = 0; trial < 200; trial++) {
    if (failure) throw failure
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`)
    if (await isListening(port)) return child
    await sleep(25)
  }
  child.kill('SIGKILL')
  throw new Error('redis-server does not listen')
}

const ended = async (child: ChildProcess): Promise<void> => {
  const isOver = child.exitCode !== null || child.signalCode !== null
  const exit = isOver ? undefined : new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exit
}

interface Start {
  /** Default: a free one. */
  readonly port?: number | undefined
  /** Further arguments on its command line. */
  readonly more?: readonly string[]
}

/** @throws Error that tells how to install Redis when it is missing */
export async function startRedis({ port: onPort, more = [] }: Start = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-redis-'))
  const port = onPort ?? (await freePort())
  let child = await launch(port, folder, more)
  return {
    port,
    kill: () => ended(child),
    async restart() {
      await ended(child)
      child = await launch(port, folder, more)
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async close() {
      await ended(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
