import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useExplorer } from './stage.ts'

const explorer = useExplorer()

/** The numbers of the table, by policy; NaN for none. */
const table = (page: Page) =>
  page.locator('.lab-table tbody tr').evaluateAll((rows) =>
    rows.map((row) => {
      const read = (name: string) => Number.parseFloat(row.querySelector(`[data-measure=${name}]`)?.textContent ?? '')
      return { policy: row.getAttribute('data-policy'), time: read('time'), failed: read('failed') }
    }),
  )

const complete = (page: Page) => page.waitForSelector('text=The simulation is complete.')

describe('the retry lab', () => {
  it('shows this package near the ideal, and the others behind it', async () => {
    const page = await explorer.open('#/lab')
    await complete(page)
    const [here, ...others] = await table(page)
    console.log(JSON.stringify([here, ...others]))
    expect(here).toMatchObject({ policy: 'here', failed: 0 })
    expect(here?.time).toBeLessThanOrEqual(1.15)
    expect(others).toHaveLength(4)
    for (const { time, failed } of others) expect(failed > 0 || time > (here?.time ?? 0)).toBe(true)
  })

  it('does not hold up the page while it simulates', async () => {
    const page = await explorer.open('#/lab')
    await complete(page)
    await page.getByLabel('Calls', { exact: true }).fill('2000')
    const turns = await page.evaluate(async () => {
      let [turns, watching] = [0, true]
      const watch = () => {
        turns++
        if (watching) setTimeout(watch)
      }
      watch()
      document.querySelector<HTMLButtonElement>('.lab-form [type=submit]')?.click()
      const isDone = () => document.querySelector('.lab-status')?.textContent?.includes('complete')
      while (isDone()) await new Promise((resolve) => setTimeout(resolve))
      turns = 0
      while (!isDone()) await new Promise((resolve) => setTimeout(resolve))
      watching = false
      return turns
    })
    console.log(`turns of the page during a simulation: ${turns}`)
    expect(turns).toBeGreaterThan(20)
  })

  it('takes other numbers', async () => {
    const page = await explorer.open('#/lab')
    await complete(page)
    await page.getByLabel('Limiter').selectOption('bucket')
    await page.getByLabel('Calls', { exact: true }).fill('40')
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await expect.poll(async () => (await table(page)).at(-1)?.failed).toBe(20)
  })

  it('takes another seed, with the other numbers of the form', async () => {
    const page = await explorer.open('#/lab')
    await complete(page)
    await page.getByLabel('Calls', { exact: true }).fill('30')
    await page.getByRole('button', { name: 'New random seed' }).click()
    await expect.poll(async () => (await table(page)).at(-1)?.failed).toBe(10)
  })

  it('shows a phone every number', async () => {
    const page = await explorer.open('#/lab', { viewport: { width: 390, height: 844 } })
    await complete(page)
    const edges = await page
      .locator('.lab-table td')
      .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().left + cell.scrollWidth))
    expect(edges).toHaveLength(25)
    expect(Math.max(...edges)).toBeLessThan(390)
  })

  it('plays, pauses, and goes where it is told', async () => {
    const page = await explorer.open('#/lab')
    await complete(page)
    await page.getByRole('button', { name: 'Pause' }).click()
    // Before that is drawn it may still be playing.
    await page.getByRole('button', { name: 'Play' }).waitFor()
    const paused = await page.locator('.playback output').innerText()
    await page.waitForTimeout(150)
    expect(await page.locator('.playback output').innerText()).toBe(paused)
    await page.getByRole('slider', { name: 'Time' }).press('Home')
    await expect.poll(() => page.locator('.playback output').innerText()).toBe('0.0 s')
    expect(await page.locator('.panels figcaption').first().innerText()).toContain('0 accepted')
  })

  it('moves nothing for a reader who prefers that', async () => {
    const page = await explorer.open('#/lab', { reducedMotion: 'reduce' })
    await complete(page)
    expect(await page.getByRole('button', { name: 'Play' }).isVisible()).toBe(true)
    expect(await page.locator('.panels figcaption').first().innerText()).toContain('500 accepted')
  })

  it('keeps its settings in the address, and a link reproduces a run', async () => {
    const page = await explorer.open('#/lab')
    await complete(page)
    await page.getByLabel('Limiter').selectOption('bucket')
    await page.getByLabel('Limit per second').fill('10')
    await page.getByLabel('Calls', { exact: true }).fill('60')
    await page.getByRole('button', { name: 'New random seed' }).click()
    await expect.poll(() => page.url()).toMatch(/#\/lab\?limiter=bucket&limit=10&calls=60&seed=\d+$/)
    await expect.poll(async () => (await table(page)).at(-1)?.failed).toBe(50)
    const seed = await page.getByLabel('Random seed').inputValue()
    expect(page.url()).toContain(`seed=${seed}`)
    const other = await explorer.open('', {}, page.url())
    await complete(other)
    expect(await table(other)).toEqual(await table(page))
    expect(await other.getByLabel('Calls', { exact: true }).inputValue()).toBe('60')
    expect(await other.getByLabel('Random seed').inputValue()).toBe(seed)
  })

  it('shows a burst second by second, and the learned rate as a line', async () => {
    const page = await explorer.open('#/lab', { reducedMotion: 'reduce' })
    await complete(page)
    await page.getByRole('link', { name: 'A burst: 100 calls' }).click()
    await expect.poll(() => page.getByLabel('Calls', { exact: true }).inputValue()).toBe('100')
    await expect.poll(() => page.locator('.panels figcaption').first().innerText()).toContain('100 accepted')
    const rows = page.locator('.second-table tbody tr')
    expect(await rows.count()).toBeLessThanOrEqual(6)
    const [, accepted, rejected, rate] = (await rows.first().innerText()).split(/\s+/)
    expect([Number(accepted) >= 20, Number(rejected) > 20]).toEqual([true, true])
    expect(Number.parseFloat(rate ?? '')).toBeGreaterThan(10)
    await expect.poll(() => page.locator('.detail-chart .chart').getAttribute('aria-label')).toContain('each 250 ms')
    const points = (await page.locator('.detail-chart .learned').getAttribute('points')) ?? ''
    expect(points.split(' ').length).toBeGreaterThan(4)
    // This package and the adaptive mode learn a rate; the others do not.
    const learned = await page
      .locator('.panels .learned')
      .evaluateAll((lines) => lines.map((line) => line.getAttribute('points') !== ''))
    expect(learned).toEqual([true, false, false, true, false])
  })
})
