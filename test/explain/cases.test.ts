import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerTo } from '../cli/terminal.ts'

interface Case {
  readonly id: string
  readonly text: string
  readonly code?: string
  readonly service?: string
  readonly notCode?: readonly string[]
  readonly has?: string
  readonly notHas?: string
  readonly exit?: number
  readonly exitNot?: number
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('explain-cases.json', import.meta.url), 'utf8'))

describe('a text that people pasted', () => {
  it.each(cases.map((one) => [one.id, one] as const))('%s', async (_, one) => {
    const json = await answerTo(['explain', '--json', one.text])
    const told = json.output === '' ? {} : JSON.parse(json.output)
    if (one.code !== undefined) expect(told.code).toBe(one.code)
    if (one.service !== undefined) expect(told.service).toBe(one.service)
    for (const code of one.notCode ?? []) expect([told.code, told.class]).not.toContain(code)
    if (one.exit !== undefined) expect(json.exitCode).toBe(one.exit)
    if (one.exitNot !== undefined) expect(json.exitCode).not.toBe(one.exitNot)
    const { output, complaint } = await answerTo(['explain', one.text])
    if (one.has !== undefined) expect(output + complaint).toContain(one.has)
    if (one.notHas !== undefined) expect(output + complaint).not.toContain(one.notHas)
  })
})
