import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8')

/** The options that callers write, by file. */
const options: Readonly<Record<string, readonly string[]>> = {
  'options/options.ts': ['TencentCloudOptions', 'TencentCloudCallOptions'],
  'options/retry-options.ts': ['CallRetryOptions', 'RetryOptions'],
  'retry/budget.ts': ['RetryBudgetOptions'],
  'pacing/pacing-options.ts': ['PacingOptions'],
  'fetch/options.ts': ['TencentCloudFetchOptions', 'TencentCloudRequestInit'],
  'fleet/create-fleet.ts': ['FleetOptions'],
  'telemetry/otel/index.ts': ['TelemetryOptions'],
  'catalog/entry.ts': ['CatalogEntry', 'Hints'],
  'catalog/resolve.ts': ['CodeQuery'],
  'catalog/full/search.ts': ['SearchOptions'],
  'signing/credentials.ts': ['Credentials'],
  'signing/tc3.ts': ['Tc3Request', 'Tc3Options'],
  'signing/v1.ts': ['V1Request', 'V1Options'],
  'testing/options.ts': ['FakeTencentCloudOptions'],
  'testing/credentials.ts': ['FakeCredentials'],
  'testing/listen.ts': ['ListenOptions'],
  'testing/fault.ts': ['FaultOptions'],
  'testing/faults.ts': ['LegacyFaultOptions', 'Api3FaultOptions'],
  'testing/models/generation.ts': ['ModelAnswer'],
  'testing/models/model-faults.ts': ['ModelFaultOptions', 'StreamFaultOptions'],
  'testing/limits/limits.ts': [
    'LimitOptions',
    'WindowOptions',
    'FixedWindowOptions',
    'TokenBucketOptions',
    'InFlightOptions',
    'ModelTokensOptions',
  ],
}

/** The properties of an interface that are optional, of it and of the objects in it, each with its comment. */
function readProperties(source: string, name: string): { property: string; optional: boolean; comment: string }[] {
  const body = new RegExp(`^export interface ${name}\\b[^{]*\\{\n(.*?)^\\}`, 'ms').exec(source)?.[1]
  if (body === undefined) throw new Error(`no interface ${name}`)
  const declaration = /(\/\*\*(?:(?!\*\/).)*\*\/\s*)?^ *readonly (\w+)(\??):/gms
  return [...body.matchAll(declaration)].map(([, comment = '', property = '', mark]) => {
    return { property: `${name}.${property}`, optional: mark === '?', comment }
  })
}

test.each(Object.entries(options))(
  '%s has a sentence for each option, and a default for each that may be left out',
  (path, names) => {
    const properties = names.flatMap((name) => readProperties(read(path), name))
    expect(properties.length).toBeGreaterThan(0)
    const withoutSentence = properties.filter(({ comment }) => !/^\/\*\*\s+(?:\* )?[^\s@*]/.test(comment))
    const withoutDefault = properties.filter(({ optional, comment }) => optional && !comment.includes('@default '))
    expect(withoutSentence.map(({ property }) => property)).toEqual([])
    expect(withoutDefault.map(({ property }) => property)).toEqual([])
  },
)

test.each([
  ['axios/attach.ts', 'attachTencentCloud'],
  ['fetch/create-fetch.ts', 'createTencentCloudFetch'],
  ['sdk/with-tencent-cloud.ts', 'withTencentCloud'],
  ['sdk/with-tencent-cloud.ts', 'withCallOptions'],
  ['fleet/create-fleet.ts', 'createFleet'],
  ['testing/fake-tencent-cloud.ts', 'createFakeTencentCloud'],
  ['telemetry/otel/index.ts', 'createTelemetry'],
  ['catalog/full/lookup.ts', 'lookup'],
  ['catalog/full/search.ts', 'search'],
  ['catalog/full/limits.ts', 'limits'],
  ['signing/tc3.ts', 'signTc3'],
  ['signing/v1.ts', 'signV1'],
  ['signing/credential-cache.ts', 'CredentialCache'],
  ['engine/attempts-of.ts', 'attemptsOf'],
  ['errors/failure.ts', 'isTencentCloudError'],
])('%s shows %s in an example', (path, name) => {
  const declaration = new RegExp(
    `(/\\*\\*(?:(?!\\*/).)*\\*/)\\nexport (?:async )?(?:function|const|class) ${name}\\b`,
    's',
  )
  expect(declaration.exec(read(path))?.[1]).toMatch(new RegExp(`@example\n \\* \`\`\`ts\n.*\\b${name}\\b`, 's'))
})
