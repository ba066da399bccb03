import { posix } from 'node:path'

/** Where a file of the repository is on the site, by its path: a page by its file, anything else by its address. */
export type Places = ReadonlyMap<string, string>

/** A page of the site, as a file below its folder of sources. */
export interface SitePage {
  readonly path: string
  readonly text: string
}

/** Blocks of code and spans of code, which have no links. */
const code = /^(`{3,})[^\n]*\n[\s\S]*?^\1\s*$|(`+)(?:(?!\2)[^\n])+\2/gm

/** Changes the text outside of code. */
function outsideOfCode(markdown: string, change: (text: string) => string): string {
  let end = 0
  let result = ''
  for (const match of markdown.matchAll(code)) {
    result += change(markdown.slice(end, match.index)) + match[0]
    end = match.index + match[0].length
  }
  return result + change(markdown.slice(end))
}

/** The place of a link's target, seen from a page. Undefined if the site does not have it. */
function findTarget(link: string, source: string, page: string, places: Places): string | undefined {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? source : posix.normalize(posix.join(posix.dirname(source), path)).replace(/\/$/, '')
  const place = places.get(target) ?? places.get(`${target}/README.md`)
  if (place === undefined) return undefined
  const address = place.startsWith('/') ? place : posix.relative(posix.dirname(page), place)
  return anchor === undefined ? address : `${address}#${anchor}`
}

/**
 * The text of a document with its links as the site needs them. A link to what the site does not have becomes its words.
 * Links whose text contains code are found too.
 *
 * @param source - the document's path in the repository, to which its links are relative
 * @param page - the path of its page below the site's folder of sources
 */
export function moveLinks(markdown: string, source: string, page: string, places: Places): string {
  const kept: string[] = []
  const hidden = markdown.replace(code, (block) => `\u0000${kept.push(block) - 1}\u0000`)
  const moved = hidden.replace(/(?<!!)\[([^\]]*)\]\(([^)\s]+)\)/g, (whole, words: string, link: string) => {
    if (/^(?:[a-z]+:|\/)/.test(link)) return whole
    const target = findTarget(link, source, page, places)
    return target === undefined ? words : `[${words}](${target})`
  })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a character that no document has
  return moved.replace(/\u0000(\d+)\u0000/g, (_, at: string) => kept[Number(at)] ?? '')
}

/** Braces that Vue would take for an expression, outside of code, which VitePress protects by itself. */
export const escapeBraces = (markdown: string): string =>
  outsideOfCode(markdown, (text) => text.replaceAll('{{', '&#123;&#123;'))
