import { products } from 'axios-tencentcloud/catalog'
import { describe, expect, it } from 'vitest'
import { readProducts } from '../../scripts/catalog/read-products.ts'

describe('products', () => {
  it('tells each product, its versions and how many codes are known', async () => {
    const all = await products()
    expect(all.map(({ service }) => service)).toEqual(readProducts().map(({ service }) => service))
    expect(all.find(({ service }) => service === 'kms')).toMatchObject({
      title: { en: 'Key Management Service', zh: '密钥管理系统' },
      versions: ['20190118'],
    })
    expect(all.find(({ service }) => service === 'account')).toMatchObject({ versions: [], codes: 24 })
    for (const { service, title, api3 } of readProducts()) {
      const told = all.find((one) => one.service === service)
      expect([told?.title, told?.versions], service).toEqual([
        title,
        api3?.versions.map((version) => version.replaceAll('-', '')) ?? [],
      ])
    }
    expect(all.reduce((sum, { codes }) => sum + codes, 0)).toBeGreaterThan(16_117)
  })
})
