import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useExplorer } from './stage.ts'

const explorer = useExplorer()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const pages: readonly (readonly [name: string, hash: string, ready: string])[] = [
  ['the search', '#/?q=limit', '.rows a'],
  ['a code', '#/cmq/4400/10230', '.verdicts'],
  ['a code of which a replay is told', '#/common/4500', '.verdicts'],
  ['a code that nobody listed', '#/cvm/Foo.Bar', '.verdicts'],
  ['a code of many products', '#/common/ResourceInUse.DiskRollbacking', '.verdicts'],
  ['a pasted response', '#/paste', '.verdicts'],
  ['the lab', '#/lab', '.panels'],
  ['a burst in the lab', '#/lab?calls=100&at-once=100&seed=12', '.detail-chart .chart'],
]

async function show(page: Page, hash: string, ready: string): Promise<void> {
  if (hash === '#/paste') await page.locator('.paste-form .chip').first().click()
  await page.waitForSelector(ready)
  for (const summary of await page.locator('summary').all()) await summary.click()
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  const results = await page.evaluate((): Promise<AxeResults> => Reflect.get(globalThis, 'axe').run(document))
  return results.violations.map(
    ({ id, impact, nodes }) =>
      `${impact} ${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`,
  )
}

describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
  it.each(pages)('%s has no violation that axe finds', async (_, hash, ready) => {
    const page = await explorer.open(hash, { colorScheme, reducedMotion: 'reduce' })
    await show(page, hash, ready)
    expect(await violations(page)).toEqual([])
  })
})

describe.each(['en-US', 'zh-CN'])('on a phone, in %s', (locale) => {
  it.each(pages)('%s needs no scrolling to the side, and cuts nothing off', async (_, hash, ready) => {
    const page = await explorer.open(hash, { viewport: { width: 390, height: 844 }, locale })
    await show(page, hash, ready)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(over).toBeLessThanOrEqual(0)
    // What is cut off with an ellipsis, or hidden for screen readers, is meant to be.
    const beyond = await page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
        .filter((element) => !element.closest('.row-text, .row-names, .hidden, svg'))
        .map((element) => element.outerHTML.slice(0, 120)),
    )
    expect(beyond).toEqual([])
  })
})

describe('with the keyboard', () => {
  it('every control can be reached, and shows that it is', async () => {
    const page = await explorer.open('#/paste')
    const seen: string[] = []
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => {
        const element = document.activeElement
        if (!element || element === document.body) return undefined
        return { name: element.id || element.textContent || '', outline: getComputedStyle(element).outlineStyle }
      })
      if (!focused) break
      expect(focused.outline, focused.name).not.toBe('none')
      seen.push(focused.name)
    }
    expect(seen).toEqual(expect.arrayContaining(['Skip to the content', '中文', 'paste-text', 'paste-service']))
  })
})
