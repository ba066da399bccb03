import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('every promise names a test that there is', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const rows = [
    ...(await readFile(`${root}docs/promises.md`, 'utf8')).matchAll(/^\|[^|]+\|\s*`(test\/[^`]+)`: (.+?)\s*\|$/gm),
  ]
  expect(rows.length).toBeGreaterThan(60)
  const missing: string[] = []
  for (const [, file = '', titles = ''] of rows) {
    const source = (await readFile(root + file, 'utf8').catch(() => '')).replaceAll("\\'", "'")
    for (const title of titles.split(' · ').map((text) => text.replace(/^“|”$/g, '')))
      if (!source.includes(title)) missing.push(`${file}: ${title}`)
  }
  expect(missing).toEqual([])
})
