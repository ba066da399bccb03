import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { distFolder, subPath } from './serve-explorer.ts'
import { useExplorer } from './stage.ts'

const explorer = useExplorer()

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search' })
const results = (page: Page) => page.locator('.rows a')
const count = (page: Page) => page.locator('.count').innerText()

/** Types a text, and waits until what is shown belongs to it. */
async function type(page: Page, text: string): Promise<void> {
  await search(page).fill(text)
  await page.waitForFunction((wanted) => document.querySelector('.rows')?.getAttribute('data-query') === wanted, text)
}

describe('the search of the built explorer', () => {
  it.each([
    ['a code', 'ResourceInsufficient.CloudDiskUnavailable', 'ResourceInsufficient.CloudDiskUnavailable'],
    ['a module code', '10230', '4400 (10230)'],
    ['the text on the wire', 'exceed maximum message size', '4400 (10230)'],
    ['words', 'signature expire', 'AuthFailure.SignatureExpire'],
    ['Chinese text', '签名不正确', '4100'],
  ])('finds codes by %s', async (_, text, expected) => {
    const page = await explorer.open('#/')
    await type(page, text)
    expect((await page.locator('.row-code').allInnerTexts()).join('\n')).toContain(expected)
  })

  it('draws the result of a keystroke before anything else may happen on the page', async () => {
    const page = await explorer.open('#/')
    const turns = await page.evaluate(async () => {
      const input = document.querySelector<HTMLInputElement>('#search')
      const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
      if (!input || !setValue) throw new Error('no search box')
      const texts = ['RequestLimitExceeded', 'internal error', '4400', '余额不足', 'vpc not exist', 'invalid parameter']
      const taken: number[] = []
      for (const text of texts) {
        for (let length = 1; length <= text.length; length++) {
          const typed = text.slice(0, length)
          let turns = 0
          setValue.call(input, typed)
          input.dispatchEvent(new InputEvent('input', { bubbles: true }))
          while (document.querySelector('.rows')?.getAttribute('data-query') !== typed) {
            await new Promise<void>((resolve) => {
              const { port1, port2 } = new MessageChannel()
              port1.onmessage = () => resolve()
              port2.postMessage(0)
            })
            turns++
          }
          taken.push(turns)
          await new Promise((resolve) => requestAnimationFrame(resolve))
        }
      }
      return taken.sort((a, b) => a - b)
    })
    console.log(`turns from keystroke to result: ${turns.join(' ')}`)
    expect(turns.at(-1)).toBeLessThanOrEqual(3)
  })

  it('filters by product, class and disposition, and keeps that in the address', async () => {
    const page = await explorer.open('#/')
    await page.getByLabel('Product').selectOption('cvm')
    await page.getByLabel('Error class').selectOption('QuotaExceededError')
    await page.getByLabel('Disposition').selectOption('never')
    await expect.poll(() => page.url()).toContain('#/?product=cvm&class=QuotaExceededError&retry=never')
    for (const text of await results(page).allTextContents())
      expect(text).toMatch(/cvm[\s\S]*QuotaExceededError[\s\S]*never/)
    const filtered = await count(page)
    await page.reload()
    await expect.poll(() => count(page)).toBe(filtered)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect.poll(() => count(page)).toMatch(/^1\d,\d{3} codes$/)
  })

  it('can be used with the keyboard alone', async () => {
    const page = await explorer.open('#/')
    await page.keyboard.press('/')
    await page.keyboard.type('10230')
    await expect.poll(() => count(page)).toBe('1 code')
    await page.keyboard.press('ArrowDown')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('4400 (10230)')
    await page.keyboard.press('ArrowUp')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toMatch(/#\/cmq\/4400\/10230$/)
    // The reader arrives at the heading, and comes back to the search as it was, at the link that was followed.
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await page.goBack()
    await expect.poll(() => search(page).inputValue()).toBe('10230')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#/cmq/4400/10230')
    await page.goForward()
    await expect.poll(() => page.locator('h1').innerText()).toBe('4400 (10230)')
  })

  it('moves through the results with arrows, Home and End', async () => {
    const page = await explorer.open('#/?q=cvm')
    const focused = () =>
      page.evaluate(() => [...document.querySelectorAll('.rows a')].indexOf(document.activeElement as Element))
    await search(page).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await focused()).toBe(1)
    await page.keyboard.press('End')
    expect(await focused()).toBe((await results(page).count()) - 1)
    await page.keyboard.press('Home')
    expect(await focused()).toBe(0)
  })

  it('shows a code of many products in one row, and where its meaning differs', async () => {
    const page = await explorer.open('#/')
    await type(page, 'ResourceInUse.DiskRollbacking')
    const row = results(page).first()
    expect(await page.locator('.row-code').first().innerText()).toBe('ResourceInUse.DiskRollbacking')
    expect(await row.innerText()).toMatch(/\d+ products/)
    expect(await row.locator('.row-names').innerText()).toContain('cbs')
    const codes = await page.locator('.row-code').allInnerTexts()
    expect(new Set(codes).size).toBe(codes.length)
    await type(page, '4400')
    expect(await page.locator('.row-code').first().innerText()).toBe('4400')
    expect(await results(page).first().locator('.row-class b').innerText()).toBe('other meaning in cmq')
    expect(await results(page).first().locator('.badge').allInnerTexts()).toEqual(['throttle', 'never'])
  })

  it('tells a screen reader the number of results', async () => {
    const page = await explorer.open('#/')
    await type(page, 'xyzzy')
    expect(await page.getByRole('status').innerText()).toContain('No matching code')
  })

  it('draws a part of a long list, and more when asked', async () => {
    const page = await explorer.open('#/')
    const first = await results(page).count()
    expect(first).toBeLessThan(100)
    await page.getByRole('button', { name: 'Show more' }).click()
    await expect.poll(() => results(page).count()).toBeGreaterThan(first)
  })

  it('asks for its own files alone', async () => {
    const page = await explorer.open('#/')
    const urls: string[] = []
    page.on('request', (request) => urls.push(request.url()))
    await type(page, 'quota')
    await results(page).first().click()
    await page.waitForSelector('.verdicts')
    expect(urls).toEqual([])
    for (const path of explorer.asked()) expect(path.startsWith(subPath)).toBe(true)
  })

  it('runs from a disk, without a server', async () => {
    const page = await explorer.open('#/cmq/4400/10230', {}, String(pathToFileURL(`${distFolder}index.html`)))
    expect(await page.locator('h1').innerText()).toContain('4400 (10230)')
    await page.goto('about:blank')
  })
})
