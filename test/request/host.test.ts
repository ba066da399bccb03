import axios from 'axios'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  describeRequest,
  findApi,
  findRegion,
  findService,
  isTencentCloudHost,
  matchesHost,
  parseTarget,
  toFullUrl,
} from '../../src/request/index.ts'
import { legacyRegions } from '../../src/request/tencent-hosts.ts'
import {
  findRegion as findFakeRegion,
  findService as findFakeService,
  modelUrl,
} from '../../src/testing/tencent-cloud-host.ts'

describe('the target of a request', () => {
  it.each([
    [
      'https://kms.api.qcloud.com/v2/index.php?Action=A',
      undefined,
      undefined,
      'https://kms.api.qcloud.com',
      '/v2/index.php',
    ],
    ['/v2/index.php', 'https://kms.api.qcloud.com', undefined, 'https://kms.api.qcloud.com', '/v2/index.php'],
    ['v2/index.php', 'https://kms.api.qcloud.com//', undefined, 'https://kms.api.qcloud.com', '/v2/index.php'],
    [undefined, 'https://KMS.tencentcloudapi.com.', undefined, 'https://kms.tencentcloudapi.com', '/'],
    ['', 'http://localhost:8080/a', undefined, 'http://localhost:8080', '/a'],
    ['https://cvm.tencentcloudapi.com:443/', 'https://other.test', undefined, 'https://cvm.tencentcloudapi.com', '/'],
    ['//cvm.tencentcloudapi.com/x', 'http://other.test', undefined, 'https://cvm.tencentcloudapi.com', '/x'],
    ['//evil.test/x', 'https://safe.test/api', false, 'https://safe.test', '/api/evil.test/x'],
    ['https://evil.test', 'https://safe.test', false, 'https://safe.test', '/https://evil.test'],
    ['https://user:secret@a.test:8443/p#f', undefined, undefined, 'https://a.test:8443', '/p'],
    [new URL('https://a.test/p'), undefined, undefined, 'https://a.test', '/p'],
  ])('of %s on %s (absolute urls: %s) is %s%s', (url, baseURL, allowAbsoluteUrls, origin, path) => {
    expect(parseTarget(url, baseURL, allowAbsoluteUrls)).toMatchObject({ origin, path })
  })

  it('has the port, unless it is the default of the scheme', () => {
    expect(parseTarget('http://[::1]:3000/x')).toEqual({
      origin: 'http://[::1]:3000',
      host: '[::1]:3000',
      hostname: '[::1]',
      path: '/x',
    })
  })

  it.each([
    undefined,
    '',
    '/relative',
    'https:no-slashes.test',
    'https://',
    'https://a b',
    'http://x:99999',
    'data:text/plain,a',
    7,
    null,
    {},
  ])('is unknown for %j', (url) => {
    expect(parseTarget(url)).toBeUndefined()
  })

  it('is that of the URL which axios itself builds', () => {
    const part = fc.constantFrom(
      '',
      '/',
      '//',
      'a',
      'http://h.test',
      '//h.test',
      'HTTPS://h.test/',
      '/a?b=1',
      '://',
      'x:y',
    )
    fc.assert(
      fc.property(fc.array(part), fc.array(part), fc.boolean(), (path, base, allowAbsoluteUrls) => {
        const [url, baseURL] = [path.join(''), base.join('')]
        expect(toFullUrl(url, baseURL, allowAbsoluteUrls)).toBe(axios.getUri({ url, baseURL, allowAbsoluteUrls }))
      }),
    )
  })

  it('never causes an error, whatever the strings are', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.option(fc.boolean(), { nil: undefined }), (url, base, allow) => {
        const target = parseTarget(url, base, allow)
        if (target) expect(target.origin.endsWith(target.host)).toBe(true)
      }),
    )
    fc.assert(
      fc.property(fc.webUrl(), (url) => parseTarget(url)?.hostname === new URL(url).hostname.replace(/\.$/, '')),
    )
  })
})

describe('hosts of Tencent Cloud', () => {
  it.each([
    ['kms.api.qcloud.com', 'kms', undefined],
    ['kms-gz.api.tencentyun.com', 'kms', 'ap-guangzhou'],
    ['kms-shanghaijr.api.tencentyun.com', 'kms', 'ap-shanghai-fsi'],
    ['kms-szsycft.api.tencentyun.com', 'kms', 'ap-shenzhen-sycft'],
    ['cvm-tsn.api.tencentyun.com', 'cvm', 'ap-tianjin'],
    ['cvm-jnec.api.qcloud.com', 'cvm', 'ap-jinan-ec'],
    ['cmq-queue-bjjr.api.tencentyun.com', 'cmq', 'ap-beijing-fsi'],
    ['kms-jkt.api.qcloud.com', 'kms', 'ap-jakarta'],
    ['cmq-queue-gz.api.qcloud.com', 'cmq', 'ap-guangzhou'],
    ['cmq-topic-bj.api.tencentyun.com', 'cmq', 'ap-beijing'],
    ['cmq-nameserver-vpc-sg.api.tencentyun.com', 'cmq', 'ap-singapore'],
    ['cmq-nameserver-hk.tencentcloudapi.com', 'cmq', 'ap-hongkong'],
    ['cmq-queue-ca.api.qcloud.com', 'cmq', 'na-toronto'],
    ['cmq-gz.public-1.tencenttdmq.com', 'cmq', 'ap-guangzhou'],
    ['gz.mqadapter.cmq.tencentyun.com', 'cmq', undefined],
    ['lb.api.qcloud.com', 'clb', undefined],
    ['scaling.api.qcloud.com', 'as', undefined],
    ['cvm.tencentcloudapi.com', 'cvm', undefined],
    ['cvm.ap-guangzhou.tencentcloudapi.com', 'cvm', 'ap-guangzhou'],
    ['cvm.ap-shanghai-fsi.tencentcloudapi.com', 'cvm', 'ap-shanghai-fsi'],
    ['cvm.internal.tencentcloudapi.com', 'cvm', undefined],
    ['cvm.intl.tencentcloudapi.com', 'cvm', undefined],
    ['cvm.tencentcloudapi.cn', 'cvm', undefined],
    ['cvm.na-siliconvalley.tencentcloudapi.com.cn', 'cvm', 'na-siliconvalley'],
    ['bucket-125.cos.ap-beijing.myqcloud.com', 'cos', 'ap-beijing'],
    ['bucket-1250000000.cos.ap-beijing-1.myqcloud.com', 'cos', 'ap-beijing-1'],
    ['me-photos-1250000000.cos.accelerate.myqcloud.com', 'cos', undefined],
    ['bucket-1250000000.ci.ap-beijing.myqcloud.com', 'ci', 'ap-beijing'],
    ['bucket-1250000000.cos.eu-frankfurt.tencentcos.cn', 'cos', 'eu-frankfurt'],
    ['service.cos.myqcloud.com', 'cos', undefined],
    ['ap-guangzhou.cls.tencentcs.com', 'cls', 'ap-guangzhou'],
    ['ap-guangzhou.cls.tencentyun.com', 'cls', 'ap-guangzhou'],
    ['console.tim.qq.com', 'im', undefined],
    ['adminapisgp.im.qcloud.com', 'im', undefined],
    ['yun.tim.qq.com', 'sms', undefined],
    ['dnsapi.cn', 'dnspod-legacy', undefined],
    ['api.dnspod.com', 'dnspod-legacy', undefined],
    ['fcgi.video.qcloud.com', 'lvb', undefined],
    ['api.hunyuan.cloud.tencent.com', 'hunyuan', undefined],
  ])('%s belongs to %s, region %s', (hostname, service, region) => {
    for (const written of [hostname, hostname.toUpperCase(), `${hostname}.`, `${hostname}:8080`, `${hostname}.:443`]) {
      expect(isTencentCloudHost(written)).toBe(true)
      expect(findService(written)).toBe(service)
      expect(findRegion(written)).toBe(region)
    }
  })

  it.each([...legacyRegions])('the region code %s of API 2.0 is known, also to the fake', (code, region) => {
    const host = `kms-${code}.api.tencentyun.com`
    expect([findService(host), findRegion(host)]).toEqual(['kms', region])
    expect([findFakeService(host), findFakeRegion(host)]).toEqual(['kms', code])
  })

  it.each([
    ['https://dnsapi.cn/Record.Create', 'Record.Create'],
    ['https://api.dnspod.com/Domain.List/?x=1', 'Domain.List'],
    ['https://dnsapi.cn/', undefined],
    ['https://dnsapi.cn/a/Record.Create', undefined],
    ['https://kms.api.qcloud.com/Record.Create', undefined],
    ['https://fcgi.video.qcloud.com/common_access?appid=1&interface=Live_Tape_Start', 'Live_Tape_Start'],
    ['https://kms.api.qcloud.com/?interface=ListKey', undefined],
    ['https://yun.tim.qq.com/v5/tlssmssvr/sendsms?sdkappid=1&random=2', 'sendsms'],
    ['https://console.tim.qq.com/v4/group_open_http_svc/create_group?ver=tls', 'create_group'],
    ['https://adminapisgp.im.qcloud.com/v4/ConfigSvc/GetIPList/', 'GetIPList'],
    ['https://console.tim.qq.com/v4/openim', undefined],
    ['https://kms.api.qcloud.com/v4/openim/im_push', undefined],
  ])('%s names the action %s', (url, action) => {
    expect(describeRequest({ url, method: 'POST' }).action).toBe(action)
  })

  it('an explicit action outranks the path', () => {
    expect(describeRequest({ url: 'https://dnsapi.cn/Record.Create', params: { Action: 'ListKey' } }).action).toBe(
      'ListKey',
    )
  })

  it.each([
    'evil-tencentcloudapi.com',
    'tencentcloudapi.com',
    '.tencentcloudapi.com',
    'tencentcloudapi.com.evil.net',
    'cvm.tencentcloudapi.com.evil.net',
    'kms.api.qcloud.com.evil.net',
    'www.qcloud.com',
    'api.qcloud.com',
    'qq.com',
    'eviltim.qq.com',
    'evil.dnsapi.cn',
    'console.cloud.tencent.com',
    'service-abc.gz.apigw.tencentcs.com',
    '1250000000-abc.ap-guangzhou.tencentscf.com',
    'localhost',
    '',
    '.',
    ':',
  ])('%s is not one', (hostname) => {
    expect(isTencentCloudHost(hostname)).toBe(false)
    expect(findService(hostname)).toBeUndefined()
    expect(findRegion(hostname)).toBeUndefined()
  })

  it('are recognized after any number of others', () => {
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 600; i++) {
        expect(findService(`s${i}.tencentcloudapi.com`)).toBe(`s${i}`)
        expect(parseTarget(`https://h${i}.test/p`)).toMatchObject({ host: `h${i}.test`, path: '/p' })
      }
    }
  })

  it('are found in any text without an error, and other domains are not', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        findRegion(text)
        expect(findService(text) !== undefined).toBe(isTencentCloudHost(text))
        expect(isTencentCloudHost(`${text}.example.com`)).toBe(false)
      }),
    )
  })
})

describe('patterns of hosts', () => {
  const target = parseTarget('https://api.Example.com./v2')
  const withPort = parseTarget('http://api.example.com:8080/v2')

  it.each([
    ['api.example.com', true, true],
    ['API.example.com.', true, true],
    ['example.com', false, false],
    ['*.example.com', true, true],
    ['*.api.example.com', false, false],
    ['https://api.example.com', true, false],
    ['https://api.example.com:443/any/path', true, false],
    ['http://api.example.com:8080', false, true],
    ['api.example.com:443', true, false],
    ['api.example.com:8080', false, true],
    ['*.example.com:8080', false, true],
    ['xapi.example.com', false, false],
    ['://', false, false],
    ['', false, false],
    [/^api\.example\.com$/, true, false],
    [/:8080$/, false, true],
  ])('%s matches the host: %s, with a port: %s', (pattern, plain, port) => {
    expect(matchesHost(target, [pattern])).toBe(plain)
    expect(matchesHost(withPort, [pattern])).toBe(port)
  })

  it('match IPv6 addresses with and without a port', () => {
    const loopback = parseTarget('http://[::1]:3000')
    expect(matchesHost(loopback, ['[::1]'])).toBe(true)
    expect(matchesHost(loopback, ['[::1]:3000'])).toBe(true)
    expect(matchesHost(loopback, ['[::1]:3001'])).toBe(false)
  })

  it('match again with a global or sticky RegExp', () => {
    for (const pattern of [/example/g, /api/y]) {
      expect([1, 2, 3].map(() => matchesHost(target, [pattern]))).toEqual([true, true, true])
    }
  })

  it('match nothing without a target or without patterns', () => {
    expect(matchesHost(undefined, [/.*/])).toBe(false)
    expect(matchesHost(target, [])).toBe(false)
  })

  it('are tried in turn and never throw', () => {
    expect(matchesHost(target, ['other.test', 'api.example.com'])).toBe(true)
    fc.assert(fc.property(fc.array(fc.string()), (patterns) => typeof matchesHost(target, patterns) === 'boolean'))
  })
})

it.each([
  ['cvm.tencentcloudapi.com', 'api3'],
  ['cvm.ap-guangzhou.tencentcloudapi.com.cn', 'api3'],
  ['kms.api.qcloud.com', 'legacy'],
  ['cmq-queue-gz.api.tencentyun.com', 'legacy'],
  ['b-125.cos.ap-beijing.myqcloud.com', undefined],
  ['ap-guangzhou.cls.tencentcs.com', undefined],
  ['console.tim.qq.com', undefined],
  ['example.com', undefined],
])('%s serves %s', (hostname, api) => {
  expect(findApi(hostname)).toBe(api)
})

it.each([
  ['tokenhub.tencentmaas.com', 'tokenhub'],
  ['tokenhub-intl.tencentcloudmaas.tech', 'tokenhub'],
  ['api.lkeap.cloud.tencent.com', 'lkeap'],
  ['api.lkeap.tencentcloud.com', 'lkeap'],
  ['api.hunyuan.cloud.tencent.com', 'hunyuan'],
  ['api.adp.cloud.tencent.com', 'adp'],
  ['yuanqi.tencent.com:8443', 'yuanqi'],
  ['env-1.api.tcloudbasegateway.com', 'cloudbase'],
])('the fake answers for %s as %s', (host, service) => {
  expect(findFakeService(host)).toBe(service)
  expect(modelUrl.test(`https://${host}/v1/chat/completions`)).toBe(true)
  expect(modelUrl.test(`https://${host}.example.com/v1/chat/completions`)).toBe(false)
})
