import { accessSync, constants } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where Debian and Ubuntu put it; CHROMIUM_PATH names another one, Chrome included. */
const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

// Nothing of the browser's own may reach for the network.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Ends the run before any test when there is no browser: one that skipped them all would look like a success.
 *
 * @throws Error that tells how to install Chromium
 */
export default function requireChromium(): void {
  try {
    accessSync(chromiumPath, constants.X_OK)
  } catch {
    throw new Error(
      `The browser tests need Chromium, and ${chromiumPath} is no program: install it (on Debian: apt-get install -y chromium), or set CHROMIUM_PATH to the Chromium or Chrome that you have.`,
    )
  }
}

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath, headless: true, args })
