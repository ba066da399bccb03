import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTrusted, type TrustedHosts } from '../../src/engine/describe-call.ts'
import { mayBeTrusted, ownNames } from '../../src/engine/may-be-trusted.ts'
import { resolveOptions } from '../../src/options/settings.ts'
import { parseTarget } from '../../src/request/index.ts'
import { hostRules } from '../../src/request/tencent-hosts.ts'

const createHome = (hosts: readonly (string | RegExp)[] = [], baseURL?: string): TrustedHosts => ({
  settings: resolveOptions({ hosts }),
  baseURL,
})

test.each(hostRules.map(({ domain }) => domain))('the short names hold for %s', (domain) => {
  expect(ownNames.test(domain)).toBe(true)
})

test.each([
  ['https://api.example.com/', undefined],
  ['https://api.example.com/?to=cvm.tencentcloudapi.com', 'https://cvm.tencentcloudapi.com'],
  ['/relative', 'https://api.example.com'],
  ['/relative', undefined],
  [undefined, undefined],
])('%s on %s goes to another host', (url, baseURL) => {
  const home = createHome(['gateway.example.com', '*.internal.example.com', /^gateway\./], 'https://kms.api.qcloud.com')
  expect(mayBeTrusted({ url, baseURL }, home)).toBe(false)
})

const hostname = fc.constantFrom(
  'cvm.tencentcloudapi.com',
  'CVM.TencentCloudAPI.com.',
  'dnsapi.cn',
  'gateway.example.com',
  'a.internal.example.com.',
  'a.internal.example.com',
  'localhost',
  '[::1]',
  '127.0.0.1',
  '127.1',
  '网关.example.com',
  'example.com',
)
const port = fc.constantFrom('', ':80', ':443', ':8080')
const origin = fc
  .tuple(fc.constantFrom('http://', 'HTTPS://', 'https://', '//'), hostname, port)
  .map((parts) => parts.join(''))
const url = fc.oneof(
  origin,
  origin.map((start) => `${start}/path?q=https://evil.example/`),
  fc.constantFrom(undefined, '', '/', '/a//b', 'v2/index.php', ' https://dnsapi.cn/', 'https:/dnsapi.cn'),
)
const pattern = fc.oneof(
  hostname,
  hostname.map((name) => `*.${name}`),
  fc.tuple(hostname, port).map((parts) => parts.join('')),
  origin.filter((text) => !text.startsWith('//')),
  fc.constantFrom(/^localhost:8080$/g, /example\.com/y, /^a\.internal/),
)

test('it says no of no host that is trusted', () => {
  fc.assert(
    fc.property(
      url,
      url,
      fc.constantFrom(true, false, undefined),
      fc.array(pattern, { maxLength: 2 }),
      url,
      (...given) => {
        const [requested, baseURL, allowAbsoluteUrls, hosts, own] = given
        const home = createHome(hosts, own)
        const target = parseTarget(requested, baseURL, allowAbsoluteUrls)
        fc.pre(isTrusted(target, home))
        expect(mayBeTrusted({ url: requested, baseURL, allowAbsoluteUrls }, home)).toBe(true)
      },
    ),
    { numRuns: 1_000 },
  )
})
