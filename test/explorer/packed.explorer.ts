import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningExplorer, startExplorer } from '../support/explorer-command.ts'
import { useExplorer } from './stage.ts'

const explorer = useExplorer()
const script = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

describe('the page that the command serves', () => {
  let served: RunningExplorer
  beforeAll(async () => {
    served = await startExplorer(script)
  })
  afterAll(() => served?.interrupt())
  const open = (hash: string) => explorer.open(hash, {}, served.url)

  it('searches all codes, and asks no other host', async () => {
    const page = await open('#/?q=10230')
    expect(await page.locator('.row-code').first().innerText()).toBe('4400 (10230)')
    const hosts = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => new URL(name).host),
    )
    expect(new Set(hosts)).toEqual(new Set([new URL(served.url).host]))
  })

  it('has the texts of a code', async () => {
    const page = await open('#/cmq/4400/10230')
    expect(await page.locator('main').innerText()).toContain('larger than the queue allows')
    await page.locator('.verdicts').waitFor()
  })

  it('looks up a code without an entry, in the tables of the package', async () => {
    const page = await open('#/cvm/ResourceNotFound.SomethingNew')
    await expect.poll(() => page.locator('main').innerText()).toContain('ResourceNotFoundError')
    expect(await page.locator('main').innerText()).toContain('The resource does not exist.')
  })

  it('tells the documented limits of a product', async () => {
    const page = await open('#/kms/4420/10250')
    await expect.poll(() => page.locator('.limits').innerText()).toContain('requests: 600 per second')
  })

  it('reads a pasted response', async () => {
    const page = await open('#/paste')
    for (const chip of await page.locator('.paste-form .chip').all()) {
      await chip.click()
      await expect.poll(() => page.locator('.outcome').innerText()).toMatch(/again/)
    }
  })

  it('simulates', async () => {
    const page = await open('#/lab?calls=100&at-once=100&seed=12')
    await page.waitForSelector('text=The simulation is complete.')
    expect(await page.locator('.lab-table [data-policy=here] [data-measure=failed]').innerText()).toBe('0')
  })
})
