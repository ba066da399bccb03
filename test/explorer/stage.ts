import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launchChromium } from '../browser/chromium.ts'
import { serveExplorer } from './serve-explorer.ts'

/** Opens pages of the built explorer; fails a test in whose pages something was thrown or logged as an error. */
export function useExplorer() {
  let browser: Browser
  let served: Awaited<ReturnType<typeof serveExplorer>>
  let pages: Page[] = []
  let complaints: string[] = []

  beforeAll(async () => {
    served = await serveExplorer()
    browser = await launchChromium()
  })
  afterEach(async () => {
    await Promise.all(pages.map((page) => page.context().close()))
    pages = []
    const heard = complaints
    complaints = []
    expect(heard).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    served?.close()
  })

  return {
    /** Opens the page at this hash, or at another address. */
    async open(hash: string, options: BrowserContextOptions = {}, address?: string): Promise<Page> {
      const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options })
      const page = await context.newPage()
      pages.push(page)
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      await page.goto((address ?? served.url) + hash)
      await page.waitForSelector('main h1')
      return page
    },
    /** Takes back what the pages complained of: the test wanted it. */
    forget(): void {
      complaints = []
    },
    asked: (): readonly string[] => served.asked,
  }
}
