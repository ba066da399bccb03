import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useExplorer } from './stage.ts'

const explorer = useExplorer()

describe('the page of a code', () => {
  it('opens at its stable address', async () => {
    const page = await explorer.open('#/cmq/4400/10230')
    expect(await page.locator('h1').innerText()).toBe('4400 (10230)')
    const text = await page.locator('main').innerText()
    expect(text).toContain('InvalidParameterError')
    expect(text).toContain('exceed maximum message size')
    expect(text).toContain('The same code elsewhere')
    expect(await page.title()).toContain('4400 (10230)')
  })

  it('shows which kinds of call are repeated', async () => {
    const page = await explorer.open('#/common/InternalError')
    expect(await page.locator('.verdict strong').allInnerTexts()).toEqual([
      'repeated',
      'repeated',
      'repeated',
      'not repeated',
    ])
  })

  it('says what the library makes of a code that is not listed', async () => {
    const page = await explorer.open('#/cvm/ResourceNotFound.SomethingNew')
    await expect.poll(() => page.locator('main').innerText()).toContain('ResourceNotFoundError')
    expect(await page.locator('main').innerText()).toContain('cvm does not list this code')
    await page.getByRole('link', { name: 'Search for ResourceNotFound' }).click()
    await expect.poll(() => page.locator('.rows a').count()).toBeGreaterThan(1)
  })

  it('shows the documented limits of a product whose code is a throttle', async () => {
    const page = await explorer.open('#/kms/4420/10250')
    await expect.poll(() => page.locator('.limits').innerText()).toContain('requests: 600 per second')
    expect(await page.locator('.limits').innerText()).toContain('Decrypt, Encrypt, GenerateDataKey')
    const other = await explorer.open('#/kms/4000/10000')
    expect(await other.locator('.limits').count()).toBe(0)
  })

  it('leads to the other products with the same code', async () => {
    const page = await explorer.open('#/common/4400')
    await page.getByRole('link', { name: 'cmq (10230)' }).click()
    await expect.poll(() => page.locator('h1').innerText()).toBe('4400 (10230)')
  })
})

/** What the page says of a code: its class, disposition and first verdict. */
const told = async (page: Page) => {
  await page.waitForSelector('.verdicts')
  const facts = await page.locator('dl.facts').first().innerText()
  return {
    class: facts.match(/\w+Error\b/)?.[0],
    badge: await page.locator('dl.facts .badge').first().innerText(),
    reason: (await page.locator('.verdict').first().innerText()).split('\n').at(-1),
    meaning: await page.locator('.explanation p').first().innerText(),
  }
}

describe('a code that is in no list', () => {
  it.each([
    ['ResourceNotFound.SomethingNew', 'ResourceNotFoundError', 'never', 'it would fail the same way', /does not exist/],
    ['ResourceNotFound.TooManyRequests', 'ThrottlingError', 'throttle', undefined, /Too many requests/],
  ])('has one meaning on the whole page: %s', async (code, name, badge, reason, meaning) => {
    const page = await explorer.open(`#/cvm/${code}`)
    const all = await told(page)
    expect([all.class, all.badge]).toEqual([name, badge])
    expect(all.meaning).toMatch(meaning)
    if (reason) expect(all.reason).toBe(reason)
  })

  it('never shows what was found for the code before', async () => {
    const page = await explorer.open('#/cvm/ResourceNotFound.SomethingNew')
    await told(page)
    const mixed = await page.evaluate(async () => {
      const seen: string[] = []
      new MutationObserver(() => {
        const heading = document.querySelector('h1')?.textContent ?? ''
        const facts = document.querySelector('dl.facts')?.textContent ?? ''
        if (heading.includes('TooMany') && facts.includes('ResourceNotFoundError')) seen.push(facts)
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
      location.hash = '#/cvm/ResourceNotFound.TooManyRequests'
      while (!document.querySelector('dl.facts')?.textContent?.includes('ThrottlingError'))
        await new Promise((resolve) => setTimeout(resolve))
      return seen
    })
    expect(mixed).toEqual([])
  })

  it('is told by all products that have it, where the product is not known', async () => {
    const page = await explorer.open('#/common/ResourceInUse.DiskRollbacking')
    await page.waitForSelector('.verdicts')
    const text = await page.locator('main').innerText()
    expect(text).toContain('This is what holds where the product is not known.')
    expect(text).toMatch(/the lists of the \d+ products that have it/)
    await page.getByRole('link', { name: 'cbs', exact: true }).click()
    await expect.poll(() => page.url()).toMatch(/#\/cbs\/ResourceInUse\.DiskRollbacking$/)
  })
})

describe('the copy buttons', () => {
  const permissions = ['clipboard-read', 'clipboard-write']
  const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

  it('copy the code, a link to the page, and what catches the code', async () => {
    const page = await explorer.open('#/kms/4420/10250', { permissions })
    await page.getByRole('button', { name: 'Copy the code' }).click()
    await expect.poll(() => page.getByRole('button', { name: 'Copied' }).count()).toBe(1)
    expect(await clipboard(page)).toBe('4420')
    await page.getByRole('button', { name: 'Copy a link' }).click()
    await expect.poll(() => clipboard(page)).toBe(page.url())
    await page.getByRole('button', { name: 'Copy the snippet' }).click()
    await expect.poll(() => clipboard(page)).toContain("import { ThrottlingError } from 'axios-tencentcloud'")
    expect(await clipboard(page)).toContain("error.code === '4420' && error.moduleCode === '10250'")
    expect(await page.locator('.snippet').innerText()).toContain('error instanceof ThrottlingError')
  })

  it('work without the clipboard interface, and keep the focus', async () => {
    const page = await explorer.open('#/kms/4420/10250', { permissions })
    const read = await explorer.open('#/paste', { permissions })
    await page.evaluate(() => Reflect.deleteProperty(Navigator.prototype, 'clipboard'))
    await page.getByRole('button', { name: 'Copy the code' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Copied')
    await read.close()
  })

  it('copy a link to a run of the lab', async () => {
    const page = await explorer.open('#/lab?calls=30&seed=5', { permissions })
    await page.getByRole('button', { name: 'Copy a link to this run' }).click()
    await expect.poll(() => clipboard(page)).toMatch(/#\/lab\?calls=30&seed=5$/)
  })
})

describe('the vendor’s document', () => {
  it('is a link where it is known, and nothing where it is not', async () => {
    const page = await explorer.open('#/cos/NoSuchBucket')
    const link = page.getByRole('link', { name: 'The vendor’s documentation' })
    expect(await link.getAttribute('href')).toBe('https://cloud.tencent.com/document/product/436/7730')
    expect(await link.getAttribute('rel')).toBe('noreferrer')
    const other = await explorer.open('#/kms/4420/10250')
    expect(await other.locator('a.document').count()).toBe(0)
  })
})

describe('the language', () => {
  it('tells dispositions and classes in Chinese', async () => {
    const page = await explorer.open('#/common/RequestLimitExceeded', { locale: 'zh-CN' })
    const facts = await page.locator('dl.facts').first().innerText()
    expect(facts).toContain('限频 ThrottlingError')
    expect(await page.locator('dl.facts .badge').innerText()).toBe('限频')
    const search = await explorer.open('#/?q=ResourceNotFound', { locale: 'zh-CN' })
    const row = await search.locator('.rows a').first().innerText()
    expect(row).toContain('资源不存在')
    expect(row).toContain('不重试')
    expect(await search.getByLabel('异常类').innerText()).toContain('限频（ThrottlingError）')
    expect(await search.getByLabel('处置方式').innerText()).toContain('限频 – 执行前即被拒绝')
    expect(row).not.toMatch(/\bnever\b/)
  })

  it('is the browser’s, until the reader chooses, and is remembered', async () => {
    const page = await explorer.open('#/common/4200', { locale: 'zh-CN' })
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN')
    expect(await page.locator('main').innerText()).toContain('处理方法')
    await page.getByRole('button', { name: 'English' }).click()
    await expect.poll(() => page.locator('main').innerText()).toContain('What to do')
    await page.reload()
    await page.waitForSelector('main h1')
    expect(await page.locator('main').innerText()).toContain('What to do')
    expect(await page.getAttribute('html', 'lang')).toBe('en')
  })
})

describe('a pasted response', () => {
  it('is read, classified and decided as the middleware does', async () => {
    const page = await explorer.open('#/paste')
    await page
      .getByLabel('Response or log line')
      .fill('WARN body={"code":4420,"message":"(10250)qps throttling"} ms=12')
    await page.getByLabel('Service').fill('kms')
    await page.getByLabel('Action').fill('CreateKey')
    await expect.poll(() => page.locator('.outcome').innerText()).toMatch(/^Sends the call again.*ThrottlingError$/)
    // The throttle is one for any product and any call, so the outcome was there before the action was read.
    await expect.poll(() => page.locator('.verdict[data-chosen=true]').innerText()).toContain('Duplicating write')
  })

  it('that is a gateway’s page is not repeated for a call that could run twice', async () => {
    const page = await explorer.open('#/paste')
    await page.getByRole('button', { name: 'A gateway’s 502 page' }).click()
    await expect.poll(() => page.locator('.outcome').innerText()).toMatch(/^Does not send the call again.*HttpError$/)
    await page.getByLabel('Action').fill('DescribeDBInstances')
    await expect.poll(() => page.locator('.outcome').innerText()).toMatch(/^Sends the call again/)
  })

  it.each([
    ['in a request', () => void fetch('/').catch(() => {})],
    ['in the address of a picture', () => void Reflect.set(new Image(), 'src', '/pasted.png')],
  ])('cannot leave the page %s', async (_, send) => {
    const page = await explorer.open('#/paste')
    await page.evaluate(() =>
      addEventListener('securitypolicyviolation', () => Reflect.set(globalThis, 'blocked', true)),
    )
    await page.evaluate(send)
    await expect.poll(() => page.evaluate(() => Reflect.get(globalThis, 'blocked'))).toBe(true)
    // The browser complains of it, as it should.
    await page.waitForTimeout(100)
    explorer.forget()
  })
})
