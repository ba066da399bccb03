import { lookup as lookupInList } from 'axios-tencentcloud/catalog'
import { describe, expect, it } from 'vitest'
import { readEntries, readProducts } from '../../scripts/catalog/read-products.ts'
import { readNamedTexts } from '../../scripts/catalog/read-texts.ts'
import { lookup } from '../../src/catalog/index.ts'

const products = readProducts()
const named = readNamedTexts(products)
const all = [...named].flatMap(([service, texts]) => texts.map((text) => ({ service, ...text })))

/** Products of which people look codes up most. */
const popular =
  'billing cam cbs cdb clb cvm live lighthouse mongodb ocr redis scf ses ssl sts tag tke tmt trtc tts asr vod vpc'

describe('the codes that people meet most', () => {
  it('are described by hand in both languages: at least 12 of each product, and 400 names in all', () => {
    for (const service of popular.split(' ')) expect(named.get(service)?.length, service).toBeGreaterThanOrEqual(12)
    const names = readEntries().filter(({ code = '', meaning, remedy }) => /[A-Z]/i.test(code) && meaning && remedy)
    expect(all.length + names.length).toBeGreaterThanOrEqual(400)
    expect(all.length).toBeGreaterThanOrEqual(350)
  })

  it.each([...named.keys()])('of %s are told so by an error of that product and by the catalog', async (service) => {
    for (const { code, meaning, remedy } of named.get(service) ?? []) {
      expect(await lookup(code, { service }), code).toMatchObject({ meaning, remedy })
      expect(await lookupInList(code, { service }), code).toMatchObject({ meaning, remedy })
    }
  })

  it('of a product are not told of another one, nor when it is not known which one answered', async () => {
    const [cvm, vpc, nobody] = await Promise.all([
      lookup('InvalidVpcId.NotFound', { service: 'cvm' }),
      lookup('InvalidVpcId.NotFound', { service: 'vpc' }),
      lookup('InvalidVpcId.NotFound'),
    ])
    expect(vpc.meaning?.en).toContain('No VPC of this account')
    expect(cvm.meaning).not.toEqual(vpc.meaning)
    expect(nobody.meaning).not.toEqual(vpc.meaning)
  })
})

describe('a text by hand', () => {
  it.each(all)('$service $code is made of whole sentences', ({ meaning, remedy }) => {
    for (const { en, zh } of [meaning, remedy]) {
      expect(en).toMatch(/^[A-Z][\x20-\x7e]*\.$/)
      expect(zh).toMatch(/。$/)
      expect(en.length).toBeLessThanOrEqual(200)
      const words = zh.replace(/`[^`]+`|\d,\d|"[^"]+"/g, '')
      expect(words).not.toMatch(/[,;!?]|[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/)
      expect(en).not.toMatch(/please|note that/i)
    }
  })

  it('says what happened, then what helps', () => {
    for (const { meaning, remedy } of all) expect(remedy.en).not.toBe(meaning.en)
  })
})
