import { createFakeTencentCloud, type FakeTencentCloudOptions } from 'axios-tencentcloud/testing'
import type { Page } from 'playwright-core'
import { type Bundle, bundlePage } from './bundle.ts'
import { launchChromium } from './chromium.ts'
import { serveBundle } from './serve-bundle.ts'

/** A page with the bundle loaded, and what it did that a test should know of. */
export interface StagePage {
  readonly page: Page
  /** The scripts that it asked for, in order. */
  readonly scripts: readonly string[]
  /** Uncaught errors, and errors on the console other than Chromium's own notes on failed loads. */
  readonly complaints: string[]
}

export interface Stage {
  readonly bundle: Bundle
  readonly fake: ReturnType<typeof createFakeTencentCloud>
  /** The fake's KMS: another origin than the page's. */
  readonly baseURL: string
  open(prepare?: (page: Page) => Promise<void>): Promise<StagePage>
  close(): Promise<void>
}

const isNetworkNote = (text: string): boolean => text.startsWith('Failed to load resource: ')

/** Starts the fake, the page's server and the browser. */
export async function openStage(options: FakeTencentCloudOptions = {}): Promise<Stage> {
  const bundle = await bundlePage()
  // Chromium itself repeats a request whose reused connection breaks: with fresh ones, each break reaches axios.
  const fake = createFakeTencentCloud({ ...options, cors: true, responseHeaders: { connection: 'close' } })
  const [listening, pages, browser] = await Promise.all([fake.listen(), serveBundle(bundle), launchChromium()])
  return {
    bundle,
    fake,
    baseURL: listening.urlOf('kms'),
    async open(prepare) {
      const page = await browser.newPage()
      const scripts: string[] = []
      const complaints: string[] = []
      page.on('request', (request) => {
        if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname.slice(1))
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error' && !isNetworkNote(message.text())) complaints.push(message.text())
      })
      await prepare?.(page)
      await page.goto(pages.url)
      await page.waitForFunction(() => 'kit' in globalThis)
      return { page, scripts, complaints }
    },
    async close() {
      await browser.close()
      pages.close()
      await listening.close()
    },
  }
}
