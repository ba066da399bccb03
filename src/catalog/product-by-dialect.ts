/** The product of each format of answers that only one product uses. Others share `legacy` and `api3`. */
export const productByDialect: ReadonlyMap<string, string> = new Map([
  ['cloudbase', 'cloudbase'],
  ['cls', 'cls'],
  ['cos', 'cos'],
  ['dnspod', 'dnspod-legacy'],
  ['im', 'im'],
  ['lvb', 'lvb'],
  ['scf', 'scf'],
  ['sms', 'sms'],
  ['tencent-map', 'tencent-map'],
  ['tpns', 'tpns'],
  ['youtu', 'youtu'],
])

/** The products that answer in a format of their own only; SCF uses the legacy format as well. */
export const productsWithOwnDialect: ReadonlySet<string> = new Set(
  [...productByDialect.values()].filter((product) => product !== 'scf'),
)

/** Further products whose numbers are not those of the legacy API, save those with a module code. */
export const productsWithOwnNumbers: ReadonlySet<string> = new Set([
  'adp',
  'aidh',
  'apigateway',
  'asr',
  'ci',
  'lkeap',
  'mps',
  'scf',
  'soe',
  'tencent-map',
  'tokenhub',
  'tpns',
  'tts',
  'vms',
  'xinge',
  'youtu',
  'yuanqi',
])
