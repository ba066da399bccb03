import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { bundleForBuilt } from './bundle.ts'
import { median } from './compare.ts'
import {
  type Abort,
  type Crowd,
  type FirstTokens,
  type Memory,
  type Mode,
  type Opener,
  openers,
  phases,
  type Seen,
} from './streams/protocol.ts'
import type { Additions, Row, Suite } from './suite.ts'

const run = promisify(execFile)

// Without the proxy of the environment, which would be used even for loopback addresses.
const { http_proxy: _, HTTP_PROXY: __, https_proxy: ___, HTTPS_PROXY: ____, ...env } = process.env

/** A model's host in a process of its own. */
class Host {
  readonly origin: string
  readonly #process: ChildProcess

  constructor(process: ChildProcess, port: number) {
    this.#process = process
    this.origin = `http://127.0.0.1:${port}`
  }

  static async start(): Promise<Host> {
    const process = fork(await bundleForBuilt('bench/streams/server.ts'), { env, execArgv: [] })
    const [port] = await once(process, 'message')
    return new Host(process, port)
  }

  /** What it has seen since it was last asked. */
  async seen(): Promise<Seen> {
    this.#process.send({})
    const [seen] = await once(this.#process, 'message')
    return seen
  }

  stop(): void {
    this.#process.disconnect()
  }
}

/** Runs a mode in a new process. The two ends are programs of this folder, so the type is not checked at run time. */
async function measure<Result>(mode: Mode, { origin }: Host, ...more: readonly string[]): Promise<Result> {
  const program = await bundleForBuilt('bench/streams/client.ts')
  const { stdout } = await run(process.execPath, ['--expose-gc', program, mode, origin, ...more], { env })
  return JSON.parse(stdout)
}

const ms = (value: number): string => `${value.toFixed(1)} ms`
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
const toRow = (what: string, here: string, alone: string, more = ''): Row => ({
  'a stream of a model': what,
  here,
  'without this package': alone,
  difference: more,
})

async function firstTokens(host: Host, processes: number, add: Additions): Promise<readonly Row[]> {
  const results: FirstTokens[] = []
  for (let one = 0; one < processes; one++) results.push(await measure<FirstTokens>('first token', host))
  const cold = new Map<Opener, number[]>(openers.map((name) => [name, []]))
  for (let one = 0; one < processes; one++) {
    for (const name of openers) cold.get(name)?.push(await measure<number>('first stream', host, name))
  }
  return (['fetch', 'axios'] as const).flatMap((client): readonly Row[] => {
    const all = (name: Opener) => results.flatMap((times) => times[name] ?? [])
    const [here, alone] = [all(`here, ${client}`), all(client)]
    const later = median(here.map((time, at) => time - (alone[at] ?? Number.NaN)))
    add.figure(`first token, ${client}: later`, later)
    const [coldHere, coldAlone] = [median(cold.get(`here, ${client}`) ?? []), median(cold.get(client) ?? [])]
    return [
      toRow(`first token, ${client}, median of ${here.length} pairs`, ms(median(here)), ms(median(alone)), ms(later)),
      toRow(
        `first token of a process, ${client}, median of ${processes}`,
        ms(coldHere),
        ms(coldAlone),
        ms(coldHere - coldAlone),
      ),
    ]
  })
}

async function memoryOf(host: Host, add: Additions): Promise<readonly Row[]> {
  const { here, alone } = await measure<{ here: Memory; alone: Memory }>('memory', host)
  add.figure('memory: heap', here.heapGrowth / 1e6)
  add.figure('memory: process', here.rssGrowth / 1e6)
  const size = `${Math.round(here.megabytes)} MB`
  return [
    toRow(`heap, the most beyond that at a tenth of ${size}`, megabytes(here.heapGrowth), megabytes(alone.heapGrowth)),
    toRow(`process, the same`, megabytes(here.rssGrowth), megabytes(alone.rssGrowth)),
    toRow(`time for ${size}`, ms(here.ms), ms(alone.ms), `× ${(here.ms / alone.ms).toFixed(2)}`),
  ]
}

async function aborts(host: Host, add: Additions): Promise<readonly Row[]> {
  await host.seen()
  const made = await measure<readonly Abort[]>('abort', host)
  const { closedAt } = await host.seen()
  /** Where a request is open, its end at the server counts; else the rejection, as nothing more is sent. */
  const lastsMs = ({ id, abortedAt, rejectedAt }: Abort): number =>
    Math.max(rejectedAt, closedAt[id] ?? (id.startsWith('t') || id.startsWith('b') ? rejectedAt : Number.NaN)) -
    abortedAt
  return phases.map((phase) => {
    const longest = Math.max(...made.filter((one) => one.phase === phase).map(lastsMs))
    add.figure(`abort, ${phase}`, longest)
    return toRow(`an abort ${phase}, the slowest of ten`, ms(longest), '')
  })
}

async function crowd(host: Host, add: Additions): Promise<readonly Row[]> {
  await host.seen()
  const { ms: time, whole } = await measure<Crowd>('five at once', host)
  const { requests } = await host.seen()
  add.figure('five at once: seconds', time / 1_000)
  add.figure('five at once: requests', requests)
  add.figure('five at once: lost', 30 - whole)
  return [
    toRow('30 streams of 4 s, 5 at once: time', `${(time / 1_000).toFixed(1)} s`, '24 s at best'),
    toRow('30 streams of 4 s, 5 at once: requests', String(requests), '30 at best'),
  ]
}

/** Measures event streams of models over loopback HTTP. */
export const streams: Suite = {
  name: 'streams',
  title: 'Event streams of models',
  notes: [
    'The host of a model on loopback, and each measurement in a new process with the built package, as a program uses it: nothing is loaded or called before.',
    'First token: the time from the call to the first content, which the host sends 50 ms after the role. Pairs in turn, ten in a process; the difference is the median over the pairs. The first stream of a process, which loads what reads streams, is measured in processes that open no other.',
    'Memory: after a forced garbage collection at each tenth of the stream.',
    'Aborts: until the caller has its rejection and, where a request is open, the host has seen its connection close. In the last two phases nothing more is sent.',
    '30 streams at once against a host that runs five; default options, so that the number is learned from refusals.',
  ],
  method: 'medians and extremes as each row says',
  async run({ quick }, add) {
    const host = await Host.start()
    try {
      return [
        ...(await firstTokens(host, quick ? 1 : 5, add)),
        ...(await memoryOf(host, add)),
        ...(await aborts(host, add)),
        ...(quick ? [] : await crowd(host, add)),
      ]
    } finally {
      host.stop()
    }
  },
}
