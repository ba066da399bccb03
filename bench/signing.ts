import { fork } from 'node:child_process'
import { bundle } from './bundle.ts'
import { measureRounds, type Rounds, type Side } from './compare.ts'
import { ask } from './load/protocol.ts'
import { assertSameSignatures, type Case, cases } from './signing-cases.ts'
import type { MeasureReply, MeasureRequest } from './signing-child.ts'
import type { Pace, Row, Suite } from './suite.ts'

const microseconds = (us: number) => us.toPrecision(3)

function toRow({ what }: Case, officialUs: number, { median, ratio }: Side): Row {
  return {
    'one signature': what,
    'here, µs': microseconds(median),
    'official SDK, µs': microseconds(officialUs),
    'here ÷ official': ratio.median.toFixed(2),
    'min-max': `${ratio.min.toFixed(2)}-${ratio.max.toFixed(2)}`,
  }
}

/** A process that signs one case by one side only. */
interface Signer extends Disposable {
  /** Signs for a while, and returns the microseconds that one signature took. */
  measure(): Promise<number>
}

function startSigner(program: string, what: string, side: 'here' | 'there', sideMs: number): Signer {
  const child = fork(program, [what, side, String(sideMs)], { execArgv: [] })
  return {
    measure: async () => (await ask<MeasureRequest, MeasureReply>(child, { measure: true })).us,
    [Symbol.dispose]: () => void child.kill(),
  }
}

async function compareSides({ what }: Case, program: string, { rounds, sideMs }: Pace): Promise<Rounds> {
  using here = startSigner(program, what, 'here', 4 * sideMs)
  using there = startSigner(program, what, 'there', 4 * sideMs)
  return await measureRounds(there.measure, [here.measure], rounds)
}

/** Measures signing against the official Node.js SDK. */
export const signing: Suite = {
  name: 'signing',
  title: 'Signing, compared with tencentcloud-sdk-nodejs-common',
  notes: [
    'Before measuring, the suite checks that both sides create the same signatures.',
    'TC3: `signTc3` ÷ `Sign.sign3`, each returning the Authorization header. This package caches the signing key of the day, as in any long-running program; only the row "derived key not cached" uses a new SecretKey each time.',
    '"JSON text": `sign3` cannot sign JSON text unchanged, so it gets the same bytes as a Buffer created beforehand. "Made of an object": both sides create the JSON within the measured time, this package\'s side by `JSON.stringify`.',
    'HmacSHA256 and HmacSHA1: `signV1` with a new nonce ÷ `mergeData` and `formatRequestData` of an SDK client; the latter is asynchronous and waits for its credentials.',
    'Each side of a row signs in a process of its own, alternating with the other. In one process, either side would collect the garbage of both: V8 keeps hashes of node:crypto for long.',
    'Processor time, garbage collection included; for Web Crypto, which works in other threads, elapsed time.',
    'Web Crypto is used in browsers; its rows are for information, because on Node.js the library uses node:crypto.',
    'min-max is the range of the ratio over all rounds.',
  ],
  async run(pace, add) {
    await assertSameSignatures()
    const program = await bundle('bench/signing-child.ts')
    const rows: Row[] = []
    for (const one of cases) {
      const { baseline, sides } = await compareSides(one, program, pace)
      for (const side of sides) {
        rows.push(toRow(one, baseline, side))
        if (one.figure) add.figure(one.figure, side.ratio.median)
      }
    }
    return rows
  },
}
