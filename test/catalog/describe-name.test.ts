import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeName } from '../../src/catalog/describe-name.ts'
import { type ErrorClassName, kindByClass } from '../../src/catalog/index.ts'
import { splitName } from '../../src/catalog/split-name.ts'

const classes = Object.keys(kindByClass) as ErrorClassName[]

describe('a code that is known by its name only', () => {
  it.each<[string, ErrorClassName, string, string]>([
    ['FailedOperation.DiskNotAttached', 'ResourceOperationError', 'The disk is not attached.', '云硬盘未挂载。'],
    [
      'FailedOperation.GrumbleNotAttached',
      'ResourceOperationError',
      'FailedOperation.GrumbleNotAttached: the operation failed; the name says: grumble not attached.',
      'FailedOperation.GrumbleNotAttached：操作失败，错误名的字面意思是“grumble not attached”。',
    ],
    ['CdbError', 'InternalServerError', 'An error occurred with CDB.', 'CDB 出错。'],
    ['UnsupportedOperation.', 'UnsupportedError', 'the name says: unsupported operation.', '该操作不受支持'],
    ['502x', 'TencentCloudError', '502x: the request failed; the name says: 502x.', '“502x”'],
    ['x502', 'TencentCloudError', 'x502: the request failed; the name says: x502.', '“x502”'],
    ['.Foo', 'TencentCloudError', '.Foo: the request failed; the name says: foo.', '“foo”'],
    ['Foo.Bar.Baz', 'TencentCloudError', 'Foo.Bar.Baz: the request failed; the name says: bar baz.', '“bar baz”'],
    ['502', 'TencentCloudError', '502: the request failed.', '502：请求失败。'],
    ['-502', 'ResourceNotFoundError', '-502: something that the request names does not exist.', '-502：请求所指的对象'],
    ['', 'TencentCloudError', ': the request failed.', '请求失败'],
  ])('%s is told in both languages', (code, errorClass, en, zh) => {
    const told = describeName(code, errorClass)
    expect(told.en).toContain(en)
    expect(told.zh).toContain(zh)
  })

  it.each([
    ['CAMInnerError', 'CAM inner error'],
    ['Domain.UnExist', 'domain un exist'],
    ['SubAccountDenied', 'sub account denied'],
    ['bad_SQL-in2Zones', 'bad SQL in2zones'],
    ['ABTest', 'AB test'],
    ['fizzBUZZ', 'fizz BUZZ'],
    ['aZ', 'a z'],
    ['Az09zA', 'az09z a'],
    ['A', 'a'],
    ['a@[`{b', 'a b'],
    ['a/:b', 'a b'],
    ['...', ''],
  ])('%s has the words "%s"', (name, words) => {
    expect(splitName(name).join(' ')).toBe(words)
  })

  it('each class has a clause of its own in each language', () => {
    for (const language of ['en', 'zh'] as const) {
      expect(new Set(classes.map((name) => describeName('1', name)[language])).size).toBe(classes.length)
    }
  })

  it.each(classes)('the clause of %s is words in both languages', (name) => {
    const { en, zh } = describeName('1', name)
    expect(en).toMatch(/^1: [a-z][A-Za-z ]{10,}\.$/)
    expect(zh).toMatch(/^1：.*[\u4e00-\u9fff]{3,}.*。$/)
  })

  it('of a long code 256 characters are shown', () => {
    const whole = 'x'.repeat(256)
    expect(describeName(whole, 'DryRunError').en).toBe(`${whole}: it was a dry run; the name says: ${whole}.`)
    expect(describeName(`${whole}yz`, 'DryRunError').en).toBe(`${whole}…: it was a dry run; the name says: ${whole}.`)
  })

  it('any string whatever gives a sentence of bounded length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), fc.constantFrom(...classes), (code, errorClass) => {
        const { en, zh } = describeName(code, errorClass)
        expect(en).toMatch(/\.$/)
        expect(zh).toMatch(/。$/)
        expect(en.length + zh.length).toBeLessThan(2_000)
      }),
    )
  })
})
