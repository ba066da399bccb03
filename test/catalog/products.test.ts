import { products } from 'axios-tencentcloud/catalog'
import { describe, expect, it } from 'vitest'
import { readProducts, titleOf } from '../../scripts/catalog/read-products.ts'

describe('products', () => {
  it('each has a name in both languages', async () => {
    for (const { service, title } of await products()) {
      expect(title?.en, service).toMatch(/^[A-Za-z0-9]/)
      expect(title?.zh, service).toMatch(/\S/)
    }
  })

  it('tells each product, its versions and how many codes are known', async () => {
    const all = await products()
    expect(all.map(({ service }) => service)).toEqual(readProducts().map(({ service }) => service))
    expect(all.find(({ service }) => service === 'kms')).toMatchObject({
      title: { en: 'Key Management Service', zh: '密钥管理系统' },
      versions: ['20190118'],
    })
    expect(all.find(({ service }) => service === 'account')).toMatchObject({ versions: [], codes: 24 })
    for (const product of readProducts()) {
      const { service, api3 } = product
      const told = all.find((one) => one.service === service)
      expect([told?.title, told?.versions], service).toEqual([
        titleOf(product),
        api3?.versions.map((version) => version.replaceAll('-', '')) ?? [],
      ])
    }
    expect(all.reduce((sum, { codes }) => sum + codes, 0)).toBeGreaterThan(16_117)
  })
})
