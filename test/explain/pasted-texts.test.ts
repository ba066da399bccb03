import { readFileSync } from 'node:fs'
import { explain } from 'axios-tencentcloud/catalog'
import { describe, expect, it } from 'vitest'

/** A text as people paste it, and what it is about. Fields that are missing here are not compared. */
interface Pasted {
  readonly id: string
  readonly text: string
  readonly code?: string
  readonly moduleCode?: string
  readonly service?: string
  readonly action?: string
  readonly subject?: string
  readonly place?: string
  readonly notCode?: readonly string[]
  readonly nothing?: boolean
}

const texts: readonly Pasted[] = JSON.parse(readFileSync(new URL('pasted-texts.json', import.meta.url), 'utf8'))

describe('a pasted text', () => {
  it.each(texts.map((one) => [one.id, one] as const))('%s is about what it tells', async (_, one) => {
    const { id, text, notCode = [], nothing = false, ...expected } = one
    const explained = await explain(text)
    if (nothing) expect(explained).toBeUndefined()
    else expect(explained).toMatchObject(expected)
    expect(notCode).not.toContain(explained?.code)
  })
})
