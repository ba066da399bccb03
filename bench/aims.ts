import type { SuiteResult } from './results.ts'
import { phases } from './streams/protocol.ts'
import type { Row } from './suite.ts'
import { formatTables } from './table.ts'

/** A bound for one figure of a suite. */
interface Bound {
  readonly suite: string
  /** The name under which the suite told it. */
  readonly figure: string
  /** What it is, in a word or two. */
  readonly name: string
  readonly most?: number
  readonly least?: number
  readonly unit?: string
}

interface Aim {
  readonly what: string
  readonly bounds: readonly Bound[]
}

/** The figures of a scenario of goodput that calls of one limit after the other share. */
const goodput = (
  figure: string,
  most: { readonly time?: number; readonly requests?: number; readonly failed?: number },
) =>
  (['failed', 'time', 'requests'] as const).flatMap((name): readonly Bound[] => {
    const bound = most[name]
    return bound === undefined ? [] : [{ suite: 'goodput', figure: `${figure}: ${name}`, name, most: bound }]
  })

const windows = [
  ['fixed window', 'fixed'],
  ['sliding window', 'sliding'],
] as const

/** The same bounds over fixed and sliding windows. */
const overWindows = (toFigure: (limiter: string) => string, most: Parameters<typeof goodput>[1]): readonly Bound[] =>
  windows.flatMap(([limiter, short]) =>
    goodput(toFigure(limiter), most).map((bound) => ({ ...bound, name: `${bound.name}, ${short}` })),
  )

const overRates = (limiter: string, time: number): readonly Bound[] =>
  ['20/s', '5/s'].flatMap((rate) =>
    goodput(`${limiter}, ${rate}`, { time }).map((bound) => ({ ...bound, name: `time, ${rate}` })),
  )

/** What the package aims at. A new process, default options and nothing loaded, wherever calls are made. */
const aims: readonly Aim[] = [
  {
    what: 'a success ÷ the same with axios alone, fake adapter, 1 kB',
    bounds: [{ suite: 'success-path', figure: '1 kB', name: 'time', most: 1.05 }],
  },
  {
    what: "import ÷ axios' own",
    bounds: [{ suite: 'weight', figure: 'import', name: 'time', most: 1.1 }],
  },
  {
    what: 'main entry, minified and gzipped',
    bounds: [{ suite: 'weight', figure: 'main entry', name: 'size', most: 15_000, unit: ' B' }],
  },
  {
    what: 'cold process, 400 calls at once, 20/s, fixed windows',
    bounds: goodput('400 at once, 20/s fixed', { failed: 0, time: 1.08, requests: 1.16 }),
  },
  {
    what: 'cold process, 200 calls at once, 20/s, sliding window',
    bounds: goodput('200 at once, 20/s sliding', { failed: 0, time: 1.12 }),
  },
  {
    what: 'a limit far away: 5,000 calls at once, 100/s (50 s of the 60 that a call has)',
    bounds: overWindows((limiter) => `5,000 at once, ${limiter}`, { failed: 0 }),
  },
  {
    what: 'successes take 0.8 s, refusals 50 ms, 20/s',
    bounds: overWindows((limiter) => `slow answers, ${limiter}`, { time: 1.12 }),
  },
  {
    what: 'a sliding window that counts refused requests too',
    bounds: overRates('sliding window that counts refused requests', 1.3),
  },
  { what: 'a smooth limiter (one slot in each 1/limit of a second)', bounds: overRates('smooth', 1.2) },
  {
    what: '4 processes, each learning by itself, 20/s',
    bounds: overWindows((limiter) => `4 processes, ${limiter}`, { time: 1.2 }),
  },
  {
    what: '16 processes, each learning by itself, 20/s',
    bounds: overWindows((limiter) => `16 processes, ${limiter}`, { time: 1.3 }),
  },
  ...[4, 16].map(
    (processes): Aim => ({
      what: `${processes} processes, a fleet that learns, 20/s`,
      bounds: windows.flatMap(([limiter, short]) => [
        {
          suite: 'fleet',
          figure: `learns, ${processes} processes, ${limiter}: time`,
          name: `time, ${short}`,
          most: 1.12,
        },
        {
          suite: 'fleet',
          figure: `learns, ${processes} processes, ${limiter}: requests`,
          name: `requests, ${short}`,
          most: 1.1,
        },
      ]),
    }),
  ),
  {
    what: "HmacSHA256 signature ÷ the official SDK's",
    bounds: [{ suite: 'signing', figure: 'HmacSHA256', name: 'time', most: 1 }],
  },
  {
    what: "TC3 signature without a cached key ÷ the official SDK's",
    bounds: [{ suite: 'signing', figure: 'TC3, key not cached', name: 'time', most: 1 }],
  },
  {
    what: 'dead backend: requests ÷ calls',
    bounds: [{ suite: 'outage', figure: 'dead backend: requests', name: 'requests', most: 1.02 }],
  },
  {
    what: '10 % of reads fail: calls that succeed',
    bounds: [{ suite: 'outage', figure: '10 % fail: succeed', name: 'share', least: 99.9, unit: ' %' }],
  },
  {
    what: 'writes that run twice under resets, timeouts and lost answers, in 21,000 calls',
    bounds: [{ suite: 'duplicates', figure: 'run twice', name: 'writes', most: 0 }],
  },
  {
    what: 'first token of a stream, later than without this package',
    bounds: (['fetch', 'axios'] as const).map((client) => ({
      suite: 'streams',
      figure: `first token, ${client}: later`,
      name: client,
      most: 5,
      unit: ' ms',
    })),
  },
  {
    what: 'a stream of 100 MB: memory beyond that at its first tenth',
    bounds: [
      { suite: 'streams', figure: 'memory: heap', name: 'heap', most: 2, unit: ' MB' },
      { suite: 'streams', figure: 'memory: process', name: 'process', most: 20, unit: ' MB' },
    ],
  },
  {
    what: 'an abort ends a call, at the server too',
    bounds: phases.map((phase) => ({
      suite: 'streams',
      figure: `abort, ${phase}`,
      name: phase,
      most: 50,
      unit: ' ms',
    })),
  },
  {
    what: '30 streams of 4 s at once, where 5 may run',
    bounds: [
      { suite: 'streams', figure: 'five at once: lost', name: 'lost', most: 0 },
      { suite: 'streams', figure: 'five at once: seconds', name: 'time', most: 26, unit: ' s' },
      { suite: 'streams', figure: 'five at once: requests', name: 'requests', most: 45 },
    ],
  },
]

const show = (value: number, { unit = '' }: Bound): string =>
  (Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(value > 10 ? 2 : 3)) + unit

function showBound(bound: Bound): string {
  const { name, most, least } = bound
  return least === undefined ? `${name} ≤ ${show(most ?? 0, bound)}` : `${name} ≥ ${show(least, bound)}`
}

const isMet = (value: number, { most = Number.POSITIVE_INFINITY, least = Number.NEGATIVE_INFINITY }: Bound): boolean =>
  value <= most && value >= least

/** Compares figures with the aims: a row for each aim. */
export function compareWithAims(results: readonly SuiteResult[]): readonly Row[] {
  const find = ({ suite, figure }: Bound) => results.find((result) => result.suite === suite)?.figures?.[figure]
  return aims.map(({ what, bounds }) => {
    const measured = bounds.map((bound) => ({ bound, value: find(bound) }))
    const missed = measured.flatMap(({ bound, value }) =>
      value !== undefined && !isMet(value, bound) ? [bound.name] : [],
    )
    const isMeasured = measured.every(({ value }) => value !== undefined)
    return {
      what,
      aim: bounds.map(showBound).join('; '),
      measured: measured
        .map(({ bound, value }) => `${bound.name} ${value === undefined ? '–' : show(value, bound)}`)
        .join('; '),
      verdict: missed.length > 0 ? `missed: ${missed.join('; ')}` : isMeasured ? 'met' : 'not measured',
    }
  })
}

/** The page docs/bench/README.md. */
export function formatAims(results: readonly SuiteResult[]): string {
  const pages = results.map(
    ({ suite, title, date }) => `| [${title}](${suite}.md) | ${date} | \`npm run bench -- ${suite} --save\` |`,
  )
  return `# What is aimed at, and what was measured

Of the newest saved result of each suite. Wherever calls are made, a process is new and has loaded nothing, and its options are the
defaults. Time: ÷ that of a client that knows the limiter; requests: ÷ successes; failed: calls.

${formatTables(compareWithAims(results))}

| suite | measured on | again by |
|---|---|---|
${pages.join('\n')}

Written by \`npm run bench -- --save\`; without \`--save\` it only prints the first table.
`
}
