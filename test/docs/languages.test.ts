import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// What two languages can be compared by; whether the sentences agree is for who writes them.

interface Section {
  readonly heading: string
  readonly level: number
  readonly codeBlocks: readonly string[]
  /** Rows of each table, its head and the line below counted. */
  readonly tableRows: readonly number[]
  readonly listItems: number
  /** Names in backticks, outside of code blocks. */
  readonly names: readonly string[]
  /** Of the prose, in digits. */
  readonly numbers: readonly string[]
  readonly links: readonly string[]
}

const read = (document: string) => readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8')

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')

/** A block of code without its comments; `//` and `#` begin one after a blank or at the beginning of a line. */
const withoutComments = (block: string): string =>
  block.replace(block.startsWith('```sh') ? /(^|\s+)# .*$/gm : /(^|\s+)\/\/ .*$/gm, '')

const sorted = (texts: Iterable<string>): string[] => [...new Set(texts)].sort()

const numbersOf = (part: string): string[] =>
  (part.replace(/`[^`\n]*`|\]\([^)\s]*\)/g, '').match(/\d[\d.,]*\d|\d/g) ?? []).sort()

/**
 * Where a link leads; one to a heading of the same document, as that heading's place among all. A document in Chinese has
 * the place below docs/zh that the English one has below docs.
 */
function targetOf(link: string, anchors: readonly string[]): string {
  if (link.startsWith('#')) return `heading ${anchors.indexOf(decodeURIComponent(link.slice(1)))}`
  return link.replace('docs/zh/', 'docs/')
}

/** The sections of a document, each of one heading, but for the line that leads to the other language. */
function sectionsOf(markdown: string): Section[] {
  const codeBlock = /^```[\s\S]*?^```$/gm
  const blocks = [...markdown.matchAll(codeBlock)].map(([block]) => withoutComments(block))
  const prose = markdown.replace(codeBlock, '```').replace(/^.*\]\(README[^)/]*\).*$/m, '')
  const parts = prose.split(/^(?=#+ )/m).filter((part) => part.trim() !== '')
  const headings = parts.map((part) => part.slice(0, part.indexOf('\n')))
  const anchors = headings.map((heading) => anchorOf(heading.replace(/^#+ /, '')))
  return parts.map((part, place) => ({
    heading: headings[place] ?? '',
    level: headings[place]?.indexOf(' ') ?? 0,
    codeBlocks: blocks.splice(0, part.match(/^```$/gm)?.length ?? 0),
    tableRows: [...part.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trim().split('\n').length),
    listItems: part.match(/^- /gm)?.length ?? 0,
    names: sorted([...part.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name)),
    numbers: numbersOf(part),
    links: sorted([...part.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => targetOf(link, anchors))),
  }))
}

const english = sectionsOf(read('README.md'))
const chinese = sectionsOf(read('README.zh-CN.md'))
const pairs = english.map((section, place) => [section.heading, section, chinese[place]] as const)

test('each README leads to the other in its first lines', () => {
  expect(read('README.md').split('\n')[2]).toBe('English | [简体中文](README.zh-CN.md)')
  expect(read('README.zh-CN.md').split('\n')[2]).toBe('[English](README.md) | 简体中文')
})

test('both READMEs have as many headings of each level, in the same order', () => {
  const outline = (sections: readonly Section[]) => sections.map(({ level }) => level)
  const side = english.map(({ heading }, place) => `${heading} = ${chinese[place]?.heading}`).join('\n')
  expect(outline(chinese), side).toEqual(outline(english))
})

test.each(pairs)('"%s" says the same in Chinese: code, tables, lists, names, numbers, links', (_, section, other) => {
  const { heading: _heading, ...content } = section
  expect(other, `compared with "${other?.heading}"`).toMatchObject(content)
})

test('each README says it in 9 kB', () => {
  for (const document of ['README.md', 'README.zh-CN.md']) {
    expect(Buffer.byteLength(read(document)), document).toBeLessThanOrEqual(9_000)
  }
})

test('the Chinese README leads to the Chinese version of each document that has one', () => {
  const links = [...read('README.zh-CN.md').matchAll(/\]\((docs\/[^)#\s]+)/g)].map(([, link = '']) => link)
  const better = links.filter(
    (link) =>
      !link.startsWith('docs/zh/') &&
      existsSync(new URL(`../../${link.replace('docs/', 'docs/zh/')}`, import.meta.url)),
  )
  expect(links.length).toBeGreaterThan(10)
  expect(better).toEqual([])
})
