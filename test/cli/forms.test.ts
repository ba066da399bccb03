import { describe, expect, it } from 'vitest'
import { readEntries } from '../../scripts/catalog/read-products.ts'
import { countColumns, wrap } from '../../src/cli/columns.ts'
import { answerTo } from './terminal.ts'

describe('the command without the name of a command', () => {
  it.each([
    ['no arguments', []],
    ['help', ['help']],
    ['--help', ['--help']],
    ['-h', ['-h']],
  ] as const)('shows the help for %s', async (_, args) => {
    const { exitCode, output } = await answerTo(args)
    expect([exitCode, output]).toEqual([0, expect.stringContaining('explain [...code]')])
  })

  it('shows the help of one command', async () => {
    expect((await answerTo(['help', 'search'])).output).toMatch(/--limit <count> [\s\S]*--json/)
    expect((await answerTo(['help', 'explorer'])).output).not.toContain('--json')
  })

  it.each([
    ['en', 'Serve the error explorer', 'Usage:'],
    ['zh', '错误码浏览器', '用法：'],
  ])('shows the help in %s, with every command', async (lang, explorer, usage) => {
    const { exitCode, output } = await answerTo(['help', '--lang', lang])
    expect(exitCode).toBe(0)
    for (const command of ['explain', 'search', 'products', 'explorer']) expect(output).toContain(`  ${command} `)
    expect(output).toContain(explorer)
    expect(output).toContain(usage)
    expect((await answerTo(['explorer', '--help', '--lang', lang])).output).toContain('--port <')
  })

  it('shows the help in the language of the environment', async () => {
    expect((await answerTo(['--help'])).output).toContain('Usage:')
  })

  it.each(['--version', '-v', 'version'])('tells its version for %s', async (arg) => {
    expect(await answerTo([arg])).toEqual({ exitCode: 0, output: '1.2.3\n', complaint: '' })
  })

  it.each([
    ['a code', ['4400']],
    ['a code and its product', ['kms', '4420', '10250']],
    ['a negative code', ['-502']],
    ['a name in small letters', ['requestlimitexceeded']],
    ['a text', ['code=4420 (10250)qps']],
    ['a reason', ['could-duplicate']],
    ['a status', ['HTTP', '429']],
  ])('explains %s', async (_, args) => {
    const implicit = await answerTo(args)
    expect(implicit.exitCode).toBe(0)
    expect(await answerTo(['explain', ...args])).toEqual(implicit)
  })

  it('explains what is piped in', async () => {
    const { exitCode, output } = await answerTo([], { input: 'code:AuthFailure.SignatureExpire message:x\n' })
    expect([exitCode, output]).toEqual([0, expect.stringMatching(/^AuthFailure\.SignatureExpire /)])
  })

  it.each([
    ['explian', 'did you mean explain?'],
    ['product', 'did you mean products?'],
    ['frob', 'there is no command frob.'],
  ])('refuses %s: %s', async (word, sentence) => {
    const { exitCode, complaint } = await answerTo([word])
    expect([exitCode, complaint]).toEqual([2, expect.stringContaining(sentence)])
  })
})

describe('--action', () => {
  it.each([
    ['cvm', 'InternalError', 'RunInstances', 'duplicate', 0],
    ['cvm', 'InternalError', 'DescribeInstances', 'read', 3],
    ['im', '60018', 'querystate', 'read', 0],
    ['dnspod-legacy', '-1', 'Record.Ddns', 'overwrite', 0],
  ])('answers for that action only: %s %s, %s', async (service, code, action, call, repeats) => {
    const { output } = await answerTo(['explain', service, code, '--action', action, '--json'])
    expect(JSON.parse(output).repeatability).toMatchObject([{ call, ...(repeats > 0 && { repeats }) }])
    const printed = await answerTo(['explain', service, code, '--action', action])
    expect(printed.output.split('\n').filter((line) => line.includes(`${action}:`))).toHaveLength(1)
  })
})

describe('at 80 columns', () => {
  /** A line that is too long must be one word, which may not be broken. */
  const tooLong = (output: string) =>
    output
      .split('\n')
      .filter((line) => countColumns(line) > 80 && /\S\s+\S/.test(line.replace(/^\s*\S{1,20}\s{2,}/, '')))

  it.each(['en', 'zh'])('no line wraps inside a word, in %s', async (lang) => {
    const rows = readEntries().filter((_, at) => at % 40 === 0)
    for (const { service, code, moduleCode } of rows) {
      const args = [
        ...(service === '*' ? [] : [service]),
        ...[code ?? moduleCode ?? '', ...(code && moduleCode ? [moduleCode] : [])],
      ]
      const { output, complaint } = await answerTo(['explain', '--lang', lang, ...args])
      expect(tooLong(output + complaint), args.join(' ')).toEqual([])
    }
    for (const args of [
      ['search', '不存在'],
      ['search', 'quota exceeded'],
      ['products'],
      ['explain', 'ECONNRESET'],
      ['explain', 'deadline'],
      ['explain', 'InternalError'],
    ]) {
      const { output, complaint } = await answerTo([...args, '--lang', lang])
      expect(tooLong(output + complaint), args.join(' ')).toEqual([])
    }
  })

  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['请求频率超过限制，请稍后重试', 10, ['请求频率', '超过限制，', '请稍后重试']],
    [
      'code InvalidParameterValue.InstanceIdMalformed here',
      20,
      ['code', 'InvalidParameterValue.InstanceIdMalformed', 'here'],
    ],
    ['', 10, []],
  ])('%j is wrapped at %i', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines)
  })
})
