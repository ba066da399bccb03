import { describe, expect, it } from 'vitest'
import { countColumns } from '../../src/cli/columns.ts'
import { answerTo } from './terminal.ts'

const pasted = '错误：腾讯云 kms 返回错误码：4420，消息：(10250)请求过于频繁'

describe('input in Chinese', () => {
  it.each<[string, Record<string, string>]>([
    ['C', { LANG: 'C' }],
    ['C.UTF-8', { LC_ALL: 'C.UTF-8' }],
    ['POSIX', { LC_MESSAGES: 'POSIX' }],
    ['none', {}],
    ['English', { LANG: 'en_US.UTF-8' }],
    ['German', { LC_ALL: 'de_DE.UTF-8' }],
  ])('is answered in Chinese where the locale is %s', async (_, env) => {
    expect((await answerTo(['explain', pasted], { env })).output).toContain('含义')
    expect((await answerTo([pasted], { env })).output).toContain('含义')
    expect((await answerTo(['explain'], { env, input: pasted })).output).toContain('含义')
    expect((await answerTo([], { env, input: pasted })).output).toContain('含义')
    expect((await answerTo(['search', '限流'], { env })).output).toContain('所有产品')
    expect((await answerTo(['search', '没有这样的词'], { env })).complaint).toContain('没有找到')
    expect((await answerTo(['explain', '今天天气'], { env })).complaint).toContain('没有错误码')
    expect((await answerTo(['explain', '短信', '--bogus'], { env })).complaint).toContain('没有选项')
  })

  it('is answered in English if --lang says so', async () => {
    const flags = ['--lang', 'en']
    expect((await answerTo(['explain', pasted, ...flags])).output).toContain('meaning')
    expect((await answerTo(['search', '限流', ...flags])).output).toContain('any product')
    expect((await answerTo(['explain', '今天天气', ...flags])).complaint).toContain('No error code')
  })

  it.each(['4400', 'InternalError', 'エラーコード 4400', '오류 4400 發生'])('is not: %s', async (text) => {
    expect((await answerTo(['explain', text], { env: { LANG: 'C' } })).output).toContain('meaning')
  })
})

describe('the command in Chinese', () => {
  const answer = async (...args: string[]) => {
    const { output, complaint } = await answerTo(args, { env: { LANG: 'zh_CN.UTF-8' } })
    return output + complaint
  }
  const all: readonly (readonly string[])[] = [
    ['--help'],
    ['help', 'explain'],
    ['help', 'search'],
    ['products', '--help'],
    ['explain', pasted],
    ['kms', '4420', '10250'],
    ['RequestLimitExceeded'],
    ['6040'],
    ['4401'],
    ['InternlError'],
    ['ECONNRESET'],
    ['could-duplicate'],
    ['search', '限流'],
    ['search', 'not found'],
    ['explain', '限流'],
    ['products'],
  ]

  it.each(all)('has no blanks at the ends of lines, and no line with one letter: %s', async (...args) => {
    const lines = (await answer(...args)).split('\n')
    for (const line of lines) {
      expect(line).toBe(line.trimEnd())
      if (line.trim() !== '') expect(countColumns(line.trim())).toBeGreaterThan(2)
      expect(line.trim()).not.toMatch(/^[，。、；：！？）”’]/)
    }
  })

  it.each([
    ['--help', ['--help'], '用法：'],
    ['the help of a command', ['search', '--help'], '最多列出的条数'],
    ['no arguments', [], '用法：'],
    ['a mistyped command', ['serach', '1'], '没有命令 serach，是否想输入 search？'],
    ['an unknown option', ['explain', '4400', '--bogus'], '没有选项 `--bogus`。'],
    ['an option without its value', ['explain', '4400', '--action'], '缺少取值'],
    ['an unknown product', ['explain', 'kmss', '4400'], '没有收录产品 kmss，是否想输入 kms？'],
    ['a bad limit', ['search', '4400', '--limit', '0'], '--limit 必须是正整数'],
    ['a bad language', ['explain', '4400', '--lang', 'fr'], '--lang 只能是 en 或 zh'],
  ])('speaks Chinese of %s', async (_, args, sentence) => {
    expect(await answer(...args)).toContain(sentence)
  })
})

describe('the help', () => {
  it('follows --lang', async () => {
    for (const args of [
      ['--help', '--lang', 'zh'],
      ['help', '--lang=zh'],
      ['--lang', 'zh'],
      ['search', '--help', '--lang', 'zh'],
    ])
      expect((await answerTo(args)).output).toContain('用法：')
    const { output } = await answerTo(['--help', '--lang', 'en'], { env: { LANG: 'zh_CN.UTF-8' } })
    expect(output).toContain('Usage:')
  })

  it('has no blanks at the ends of its lines, and no line longer than the terminal', async () => {
    for (const columns of [60, 80]) {
      const { output } = await answerTo(['--help'], { columns })
      for (const line of output.split('\n')) {
        expect(line).toBe(line.trimEnd())
        expect(countColumns(line)).toBeLessThanOrEqual(columns)
      }
    }
  })
})

describe('the message of an answer', () => {
  it('is what the pasted text holds, and nothing else', async () => {
    const { output } = await answerTo(['explain', pasted])
    expect(output).toMatch(/^ {2}报错信息 {2}\(10250\)请求过于频繁$/m)
    expect(output).not.toContain('qps throttling')
    const without = await answerTo(['explain', 'kms 返回错误码：4420 (10250)'])
    expect(without.output).not.toContain('qps throttling')
  })

  it('has a name of its own where it is that of the documentation', async () => {
    expect((await answerTo(['kms', '4420', '10250'])).output).toMatch(/^ {2}documented {2}qps throttling$/m)
    expect((await answerTo(['kms', '4420', '10250', '--lang', 'zh'])).output).toMatch(
      /^ {2}文档所载 {2}qps throttling$/m,
    )
    expect((await answerTo(['explain', '{"code":4420,"message":"(10250)too fast"}'])).output).toMatch(
      /^ {2}message {2,}too fast$/m,
    )
  })

  it('has a name of its own where the code was recognised by it', async () => {
    expect((await answerTo(['explain', 'qps throttling here'])).output).toMatch(
      /^ {2}your text {2}qps throttling here$/m,
    )
  })
})

describe('words without a code', () => {
  it.each([
    [['explain', '限流'], '\n  npx axios-tencentcloud search 限流'],
    [['限流'], '\n  npx axios-tencentcloud search 限流'],
    [['explain', '实例', '不存在'], '\n  npx axios-tencentcloud search 实例 不存在'],
    [['explain', 'disk not attached'], '\n  npx axios-tencentcloud search disk not attached'],
    [['explain', '实例（不存在）'], "\n  npx axios-tencentcloud search '实例（不存在）'"],
  ])('%j point to the search', async (args, line) => {
    const { exitCode, complaint } = await answerTo(args)
    expect([exitCode, complaint.slice(complaint.lastIndexOf('\n'))]).toEqual([1, line])
  })

  it('point to it where they could be a mistyped command', async () => {
    expect((await answerTo(['quota'])).complaint).toMatch(/no command quota; .*: npx axios-tencentcloud search quota/)
  })

  it('do not where the search finds nothing, or they are no search', async () => {
    for (const text of ['qqqzzz xxyyqq', 'a'.repeat(100), `${'字'.repeat(70)}`])
      expect((await answerTo(['explain', text])).complaint).not.toContain('npx')
  })
})

describe('how long a throttled call is repeated', () => {
  it.each([
    ['en', 'yes, for up to 60 s', 'retry.maxRetryTimeMs'],
    ['zh', '可以，最多等待 60 秒', 'retry.maxRetryTimeMs'],
  ])('is told in seconds, with the option that changes it: %s', async (lang, answer, option) => {
    const { output } = await answerTo(['kms', '4420', '10250', '--lang', lang])
    expect(output).toContain(answer)
    expect(output).toContain(option)
    expect(output).not.toMatch(/deadline|截止/)
    expect((await answerTo(['kms', '4000', '--lang', lang])).output).not.toContain(option)
  })
})
