// Writes catalog/api3/<product>.json from a list of codes, and judges each code.
//
//   tsx scripts/import-api3-codes.ts <csv>     columns service,versions,code,flags
//   tsx scripts/import-api3-codes.ts           judges anew what catalog/api3 lists, after a change of rules or labels
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { verdictByFlags } from './api3/by-flags.ts'
import { curatedEntry } from './api3/by-name.ts'
import {
  api3Folder,
  compare,
  type FlaggedPair,
  type Label,
  pairKey,
  readCsv,
  readHandLabels,
  readProducts,
  type Verdict,
} from './api3/read.ts'

interface Listing {
  readonly service: string
  readonly versions: readonly string[]
  readonly codes: readonly FlaggedPair[]
}

function listingsOf(rows: ReturnType<typeof readCsv>): readonly Listing[] {
  const services = [...new Set(rows.map(({ service = '' }) => service))]
  return services.map((service) => {
    const own = rows.filter((row) => row.service === service)
    const versions = [...new Set(own.flatMap(({ versions = '' }) => versions.split('|')))]
    return { service, versions, codes: own.map(({ code = '', flags = '' }) => ({ service, code, flags })) }
  })
}

/** A list written by hand decides, then a label of the pair, then what the official comment mentions. */
function verdictOf(pair: FlaggedPair, labels: ReadonlyMap<string, Label>): Verdict {
  return curatedEntry(pair) ?? labels.get(pairKey(pair)) ?? verdictByFlags(pair)
}

/** A code a line, so that a change of a code is a change of a line. */
function fileOf({ service, versions, codes }: Listing, labels: ReadonlyMap<string, Label>): string {
  const rows = [...codes]
    .sort((a, b) => compare(a.code, b.code))
    .map((pair) => {
      const verdict = verdictOf(pair, labels)
      return `    ${JSON.stringify([pair.code, pair.flags, verdict.class, verdict.retry]).replaceAll('","', '", "')}`
    })
  return [
    '{',
    '  "$schema": "../api3.schema.json",',
    `  "service": ${JSON.stringify(service)},`,
    `  "versions": ${JSON.stringify([...versions].sort(compare)).replaceAll('","', '", "')},`,
    '  "codes": [',
    rows.join(',\n'),
    '  ]',
    '}',
    '',
  ].join('\n')
}

const [source] = process.argv.slice(2)
const listings: readonly Listing[] = source
  ? listingsOf(readCsv(source))
  : readProducts().map(({ service, versions, codes }) => ({
      service,
      versions,
      codes: codes.map(([code, flags]) => ({ service, code, flags })),
    }))
const labels = readHandLabels()

mkdirSync(api3Folder, { recursive: true })
for (const name of readdirSync(api3Folder)) rmSync(api3Folder + name)
for (const listing of listings) writeFileSync(`${api3Folder}${listing.service}.json`, fileOf(listing, labels))
