import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// Whether the sentences of two languages agree is for who writes them; what a program can compare is compared here.

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (document: string): string => readFileSync(join(root, document), 'utf8')
const listDocuments = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)

/** Documents that are there in full in both languages. */
const translated = [...listDocuments('docs/guides'), 'docs/telemetry.md']
const chineseDocuments = ['README.zh-CN.md', ...listDocuments('docs/zh')]
const toChinese = (document: string): string => document.replace('docs/', 'docs/zh/')

const codeBlock = /^```(\w*)\n([\s\S]*?)^```$/gm
const han = '\\p{Script=Han}'

/** The lines of the TypeScript blocks of a document, without comments. */
const readCode = (markdown: string): string[] =>
  [...markdown.matchAll(codeBlock)]
    .filter(([, language]) => language === 'ts')
    .flatMap(([, , code = '']) => code.replace(/(^|\s+)(?:\/\/ .*|\/\*\* .* \*\/)$/gm, '').split('\n'))
    .filter((line) => line !== '')

/** Does a line have Chinese text, or its punctuation? */
const isChinese = (line: string): boolean => /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(line)

/** A line whose texts are left out, for those that are written in the language of the document. */
const withoutTexts = (line: string): string => line.replace(/'[^']*'|`[^`]*`/g, "''")

const tablesOf = (markdown: string): number[] =>
  [...markdown.replace(codeBlock, '').matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trim().split('\n').length)

test('every guide is there in Chinese', () => {
  expect(translated.length).toBeGreaterThan(20)
  expect(translated.filter((document) => !existsSync(join(root, toChinese(document))))).toEqual([])
})

test.each(translated)('%s has the same examples and as many rows in its tables in Chinese', (document) => {
  const code = readCode(read(document))
  const chinese = readCode(read(toChinese(document)))
  const comparable = code.map((line, at) => (isChinese(chinese[at] ?? '') ? withoutTexts(line) : line))
  expect(chinese.map((line) => (isChinese(line) ? withoutTexts(line) : line))).toEqual(comparable)
  expect(tablesOf(read(toChinese(document)))).toEqual(tablesOf(read(document)))
})

test.each(['docs/guides', 'docs/zh/guides'])('the index of %s has every guide in it', (folder) => {
  const index = read(`${folder}/README.md`)
  const names = listDocuments(folder).map((document) => document.slice(folder.length + 1))
  expect(names.filter((name) => name !== 'README.md' && !index.includes(`](${name})`))).toEqual([])
})

test.each(chineseDocuments)('%s leads to the Chinese version of a document that has one', (document) => {
  const links = [...read(document).matchAll(/\]\(([^)\s#]+\.md)/g)].map(([, link = '']) =>
    join(dirname(document), link),
  )
  expect(links.filter((link) => translated.includes(link.replaceAll('\\', '/')))).toEqual([])
})

/** The prose of a document: code, addresses of links and marks of emphasis are left out. */
const toProse = (markdown: string): string =>
  markdown
    .replace(codeBlock, '')
    .replace(/`[^`\n]*`/g, 'x')
    .replace(/\]\([^)\s]*\)/g, '')
    .replace(/[[\]*]/g, '')

/** What Chinese typography forbids. */
const slips: Readonly<Record<string, RegExp>> = {
  'no blank between Chinese and Latin': new RegExp(`${han}[A-Za-z0-9]|[A-Za-z0-9%]${han}`, 'gu'),
  'half-width punctuation': new RegExp(`${han}[,:;!?()]|[,:;!?()]${han}`, 'gu'),
  'a blank within Chinese': new RegExp(`${han} +${han}`, 'gu'),
  'two marks in a row': /[，、；][，、；。]|。。/gu,
}

test.each(chineseDocuments)('%s keeps to the rules of Chinese typography', (document) => {
  const prose = toProse(read(document))
  const found = Object.entries(slips).flatMap(([name, pattern]) =>
    [...prose.matchAll(pattern)].map(({ index }) => `${name}: ${prose.slice(Math.max(0, index - 10), index + 10)}`),
  )
  expect(found).toEqual([])
})
