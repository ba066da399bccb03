import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readProducts } from '../../scripts/catalog/read-products.ts'
import { suggestByName } from '../../src/catalog/describe-name.ts'
import { describeByWords } from '../../src/catalog/sentences/describe-by-words.ts'
import { nameKey } from '../../src/catalog/sentences/name-key.ts'
import { remedies } from '../../src/catalog/sentences/remedies.ts'

const names = [
  ...new Map(
    readProducts().flatMap(({ service, api3 }) => (api3?.codes ?? []).map(([code]) => [code, service] as const)),
  ),
]
  .map(([code, service]) => ({ code, service }))
  .filter(({ code }) => /[A-Za-z]/.test(code))

const told = names.flatMap(({ code, service }) => {
  const sentence = describeByWords(code, service)
  return sentence ? [{ code, ...sentence }] : []
})

describe('a sentence made of the name of a code', () => {
  it.each([
    ['InvalidParameterValue.InstanceIdMalformed', 'The instance ID is malformed.', '实例 ID 格式不正确。'],
    ['FailedOperation.DiskNotAttached', 'The disk is not attached.', '云硬盘未挂载。'],
    ['ResourceNotFound.SecurityGroup', 'The security group is not found.', '未找到安全组。'],
    ['ResourceInUse.DiskMigrating', 'The disk is being migrated.', '云硬盘正在迁移。'],
    ['LimitExceeded.VpcLimitExceeded', 'The VPC limit is exceeded.', '超出 VPC 限制。'],
    ['FailedOperation.CreateInstance', 'Creating the instance failed.', '创建实例失败。'],
    ['FailedOperation.TaskQueryFailed', 'Querying the task failed.', '查询任务失败。'],
    ['UnsupportedOperation.InstanceStateTerminating', 'The instance is being terminated.', '实例正在销毁。'],
    ['InvalidParameterValue.TooLongName', 'The name is too long.', '名称过长。'],
    ['InvalidParameter.IllegalUrl', 'The URL is not valid.', 'URL 不合法。'],
    ['MissingParameter.SliceType', 'The slice type is missing.', '缺少切片类型。'],
    [
      'UnauthorizedOperation.DeleteFunction',
      'The caller has no permission to delete the function.',
      '没有删除函数的权限。',
    ],
    ['InvalidInstanceId.NotFound', 'The instance ID is not found.', '未找到实例 ID。'],
    [
      'UnsupportedOperation.ExistBindedDevicesUnderGatewayProduct',
      'The bound devices exist under the gateway product.',
      '网关产品下存在已绑定的设备。',
    ],
    ['InvalidParameter.IPv6RuleIdExisted', 'The IPv6 rule ID already exists.', 'IPv6 规则 ID 已存在。'],
    [
      'InternalError.ErrorFileContent',
      'An internal error occurred with the file content.',
      '发生内部错误，原因与文件内容有关。',
    ],
    ['FailedOperation.ServiceIsolate', 'The service is isolated.', '服务已隔离。'],
  ])('%s', (code, en, zh) => {
    expect(describeByWords(code)?.meaning).toEqual({ en, zh })
  })

  it('an image is a picture where the product is about pictures', () => {
    expect(describeByWords('FailedOperation.ImageNotFound', 'ocr')?.meaning.zh).toBe('未找到图片。')
    expect(describeByWords('FailedOperation.ImageNotFound', 'cvm')?.meaning.zh).toBe('未找到镜像。')
  })

  it('is made for 95 % of the names of API 3.0', () => {
    expect(names.length).toBeGreaterThan(11_000)
    expect(told.length / names.length).toBeGreaterThanOrEqual(0.95)
  })

  it('begins with a capital, ends with one stop, and has no gap', () => {
    const odd = told.filter(
      ({ meaning: { en, zh } }) =>
        !/^[A-Z0-9][^.{}]*(?:\.\d[^.{}]*)*\.$/.test(en.replace('X.509', 'X')) ||
        /\b(\w+) \1\b/i.test(en.replace(/\b\d+ \d+\b/g, '')) ||
        !/^[^。{}]+。$/.test(zh) ||
        /\s{2}/.test(en + zh),
    )
    expect(odd.map(({ code, meaning }) => `${code}: ${meaning.en} ${meaning.zh}`)).toEqual([])
  })

  it('in Chinese has no English word but names', () => {
    const english = told.filter(({ meaning }) =>
      /(?<![A-Za-z0-9])[a-z]{2,}(?![A-Za-z0-9])/.test(meaning.zh.replace(/`\w+`/g, '')),
    )
    const allowed = /binlog|oplog|stdout|kubelet|etcd|cgroup|uint|int|root/
    expect(
      english.filter(({ meaning }) => !allowed.test(meaning.zh)).map(({ code, meaning }) => `${code}: ${meaning.zh}`),
    ).toEqual([])
  })

  it('needs at most 60 kB, words and forms together', async () => {
    const entry = fileURLToPath(new URL('../../src/catalog/describe-name.ts', import.meta.url))
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      charset: 'utf8',
      format: 'esm',
      write: false,
    })
    expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThanOrEqual(60_000)
  })

  it.each([
    ['FailedOperation.DomainIsVip', 'The domain is a VIP.', '域名是 VIP。'],
    ['InvalidParameterValue.InvalidImageIdIsShared', 'The image ID is shared.', '镜像 ID 已共享。'],
    ['FailedOperation.ModifyTableFailedOperation', 'Modifying the table failed.', '修改表失败。'],
    ['LimitExceeded.UserReturnQuota', 'The user return quota is exceeded.', '超出用户退还配额。'],
  ])('says what %s is about, not what judges it', (code, en, zh) => {
    expect(describeByWords(code)?.meaning).toEqual({ en, zh })
  })

  it.each([
    ['FailedOperation.CalleeIsBlackUser', 'The callee is on the blacklist.', '被叫号码在黑名单中。'],
    ['FailedOperation.LifePhotoDetectFaces', 'The life photo has too many faces.', '现场照片的人脸过多。'],
  ])('says %s, which is no English, in other words', (code, en, zh) => {
    expect(describeByWords(code)?.meaning).toEqual({ en, zh })
  })

  it('is not made of a name whose words make no phrase', () => {
    expect(describeByWords('FailedOperation.LabInTransition')).toBeUndefined()
    expect(describeByWords('InvalidParameter.BatchLimitUndo')).toBeUndefined()
  })

  it('quotes the name of a parameter that says what to do', () => {
    expect(describeByWords('InvalidParameterValue.FiltrateAudio')?.meaning).toEqual({
      en: 'The parameter `FiltrateAudio` is not valid.',
      zh: '参数 `FiltrateAudio` 无效。',
    })
    expect(describeByWords('MissingParameter.InScenario')?.meaning).toEqual({
      en: 'The parameter `InScenario` is missing.',
      zh: '缺少参数 `InScenario`。',
    })
  })

  it('quotes no parameter whose name could be markup, or has no end', () => {
    expect(describeByWords('InvalidParameterValue.Filtrate`<b>Audio')).toBeUndefined()
    expect(describeByWords(`InvalidParameterValue.Filtrate${'_'.repeat(300)}Audio`)).toBeUndefined()
  })

  it('knows the plural of a noun', () => {
    expect(describeByWords('ResourceNotFound.Snapshots')?.meaning).toEqual({
      en: 'The snapshots are not found.',
      zh: '未找到快照。',
    })
  })

  it('finds the words of a name by a key that no other listed name has', () => {
    const path = fileURLToPath(new URL('../../catalog/words/names.json', import.meta.url))
    const reworded = new Set(Object.keys(JSON.parse(readFileSync(path, 'utf8'))))
    const keys = new Set([...reworded].map((name) => nameKey(name)))
    const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')
    const taken = names
      .map(({ code }) => plain(code.slice(code.indexOf('.') + 1)))
      .filter((name) => keys.has(nameKey(name)) && !reworded.has(name))
    expect(taken).toEqual([])
  })

  it.each<[string, string | undefined, string]>([
    ['LimitExceeded.NameLength', 'shorten', 'a text that is too long is cut'],
    ['LimitExceeded.VpcLimitExceeded', 'quota', 'a quota is raised'],
    ['FailedOperation.CertificateInvalid', undefined, 'no value is at fault where a certificate is not valid'],
    ['ResourceInUse.FunctionName', 'rename', 'a name cannot be released'],
  ])('has a remedy for %s that fits: %s, as %s', (code, remedy) => {
    expect(describeByWords(code)?.remedy).toBe(remedy)
  })

  it('tells how an ID begins', () => {
    expect(suggestByName('InvalidParameterValue.InstanceIdMalformed', 'cvm')?.zh).toContain('`ins-`')
    expect(suggestByName('InvalidParameterValue.InstanceIdMalformed', 'mongodb')?.en).toContain('`cmgo-`')
    expect(suggestByName('InvalidVpcId.Malformed', 'ecm')?.en).toContain('`vpc-`')
    expect(suggestByName('InvalidParameterValue.InstanceIdMalformed', 'hai')).toEqual(remedies.form)
  })

  it('every remedy is a sentence in both languages', () => {
    for (const { en, zh } of Object.values(remedies)) {
      expect(en).toMatch(/^[A-Z].*\.$/)
      expect(zh).toMatch(/^请.*。$/)
    }
  })

  it.each(['constructorLimit', 'constructor.Limit', 'x.toStringOrConstructor', '__proto__.InstanceIdMalformed'])(
    'is made of %s without a look at what every object has',
    (code) => {
      for (const service of [undefined, 'constructor', '__proto__']) {
        expect(() => describeByWords(code, service)).not.toThrow()
        expect(String(suggestByName(code, service)?.en)).not.toContain('native code')
      }
      expect(String(suggestByName('InvalidParameterValue.InstanceIdMalformed', 'constructor')?.en)).not.toContain(
        'native',
      )
    },
  )

  it('is made of any text, or not at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (code) => {
        const sentence = describeByWords(code)
        expect(sentence === undefined || sentence.meaning.en.endsWith('.')).toBe(true)
      }),
    )
  })
})
