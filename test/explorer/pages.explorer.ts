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
    expect(await page.locator('main').innerText()).toContain('This code is not listed for this product')
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

describe('the language', () => {
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
