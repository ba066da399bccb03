import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readProducts } from '../../scripts/catalog/read-products.ts'
import { suggestByName } from '../../src/catalog/describe-name.ts'
import { describeByWords } from '../../src/catalog/sentences/describe-by-words.ts'
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
    ['FailedOperation.TaskQueryFailed', 'The task query failed.', '任务查询失败。'],
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
    ['InvalidParameter.IPv6RuleIdExisted', 'The IPv6 rule ID already exists.', 'IPv6 规则 ID 已存在。'],
    ['InternalError.ErrorFileContent', 'An internal error of the file content occurred.', '文件内容发生内部错误。'],
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
    const english = told.filter(({ meaning }) => /(?<![A-Za-z0-9])[a-z]{2,}(?![A-Za-z0-9])/.test(meaning.zh))
    const allowed = /binlog|oplog|stdout|kubelet|etcd|cgroup|uint|int|pip|copper|root/
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

  it('quotes words that make no phrase', () => {
    expect(describeByWords('FailedOperation.LifePhotoDetectFaces')?.meaning).toEqual({
      en: 'The operation failed: "life photo detect faces".',
      zh: '操作失败：“现场照片检测人脸”。',
    })
    const quoted = told.filter(({ form }) => form === 'z')
    expect(quoted.length / names.length).toBeLessThanOrEqual(0.03)
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
