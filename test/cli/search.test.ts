import { describe, expect, it } from 'vitest'
import { answerTo } from './terminal.ts'

describe('the search of the command', () => {
  it.each(['限流', 'throttling', '不存在', 'internal error'])('prints no two alike: %s', async (text) => {
    const { output } = await answerTo(['search', text, '--limit', '60', '--lang', 'en'])
    const results = output
      .split(/\n(?=\S)/)
      .map((result) => result.replace(/^ {2}\d+ products: .*(?:\n {2}.*)??$/m, ''))
    expect(results.length).toBeGreaterThan(20)
    const alike = results.filter((result, at) => results.indexOf(result) !== at)
    expect(alike).toEqual([])
  })

  it('tells a code of several products once, with the products', async () => {
    const { output } = await answerTo(['search', '限流', '--lang', 'en'])
    expect(output).toMatch(/^RequestLimitExceeded {2}\(any product\) {2}ThrottlingError, throttle$/m)
    expect(output).toMatch(
      /^RequestLimitExceeded {2}ThrottlingError, throttle\n {2}80 products: af, afc, .* … and 72 more$/m,
    )
    expect(output).not.toContain('*')
    const chinese = await answerTo(['search', '限流'])
    expect(chinese.output).toMatch(/^ {2}80 个产品：af、afc、.* 等$/m)
    expect(chinese.output).toMatch(/^RequestLimitExceeded {2}\(所有产品\)/m)
  })

  it.each(['限流', 'throttling', '限频', 'rate limit'])('knows that 4420 of KMS is one: %s', async (text) => {
    expect((await answerTo(['search', text])).output).toContain('kms 4420/10250')
  })

  it('tells that it was cut, and how to see more', async () => {
    expect((await answerTo(['search', '限流', '--lang', 'en'])).output).toMatch(
      /\n\n20 of \d+; --limit 50 shows more\.\n$/,
    )
    expect((await answerTo(['search', '限流'])).output).toMatch(
      /\n\n共 \d+ 条，列出前 20 条；加 --limit 50 可列出更多。\n$/,
    )
    expect((await answerTo(['search', 'not found', '--limit', '60'])).output).toMatch(
      /60 of \d+; --limit 120 shows more/,
    )
  })

  it('does not where all is shown', async () => {
    const { output } = await answerTo(['search', '4420'])
    expect(output).toContain('kms 4420/10250')
    expect(output).not.toContain('--limit')
  })

  it('prints the results of the library as JSON, not folded', async () => {
    const { output } = await answerTo(['search', '限流', '--json'])
    const results = JSON.parse(output)
    expect(results).toHaveLength(20)
    expect(results[0]).toMatchObject({ service: '*', code: 'RequestLimitExceeded' })
  })
})
