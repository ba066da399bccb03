import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../browser/chromium.ts'
import { listPages, serveSite } from './serve-site.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const desktop = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

let browser: Browser
let served: Awaited<ReturnType<typeof serveSite>>
let page: Page
let complaints: string[] = []

beforeAll(async () => {
  served = await serveSite()
  browser = await launchChromium()
  page = await browser.newPage({ reducedMotion: 'reduce' })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
})
afterEach(() => {
  const heard = complaints
  complaints = []
  expect(heard).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  served?.close()
})

/** What axe finds that is serious or worse. */
async function findViolations(): Promise<readonly string[]> {
  await page.evaluate(axe)
  const results = await page.evaluate((): Promise<AxeResults> => Reflect.get(globalThis, 'axe').run(document))
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`,
    )
}

const findOverflow = (): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test.each(listPages())('%s has no serious finding of axe, on a desk and on a phone', async (path) => {
  await page.setViewportSize(desktop)
  await page.goto(served.url + path)
  await page.waitForSelector(path === '/404.html' ? '#app *' : 'main h1, .VPHome h1')
  expect(await findViolations()).toEqual([])
  await page.setViewportSize(phone)
  expect(await findViolations()).toEqual([])
  expect(await findOverflow()).toBeLessThanOrEqual(0)
})

test.each([
  ['/guides/', '.VPDoc', 'could-duplicate', '/guides/troubleshooting'],
  ['/guides/', '.VPDoc', 'attachTencentCloud', '/api/main'],
  ['/zh/guides/', '.VPDoc', '限频', '/zh/guides/'],
  ['/zh/guides/', '.VPDoc', '时钟不准', '/zh/guides/signing'],
  ['/zh/guides/', '.VPDoc', '重试预算', '/zh/guides/retry-rules'],
])('on %s (%s) the search finds "%s"', async (path, ready, words, expected) => {
  await page.setViewportSize(desktop)
  await page.goto(served.url + path)
  await page.waitForSelector(ready)
  await page.locator('.DocSearch-Button').first().click()
  await page.locator('.search-input').fill(words)
  const first = page.locator('.result').first()
  await first.waitFor()
  const links = await page
    .locator('.result')
    .evaluateAll((results) => results.map((result) => result.getAttribute('href')))
  expect(links.join(' ')).toContain(expected)
})

test('the explorer is under the same roof', async () => {
  await page.goto(`${served.url}/explorer/index.html`)
  await page.waitForSelector('main h1')
})
