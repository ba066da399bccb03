import { findCuratedEntry } from '../api3/by-name.ts'
import { findExceptions } from '../api3/exceptions.ts'
import { readListedPairs } from '../api3/read.ts'
import { readEntries, readProducts } from './read-products.ts'

/** A sentence in a document that contains numbers of the catalog. */
export interface CountedSentence {
  readonly document: string
  /** The sentence, with a `#` for each of `counts`. */
  readonly sentence: string
  readonly counts: readonly number[]
}

/** Lists all sentences in documents that contain numbers of the catalog. */
export function listCountedSentences(): readonly CountedSentence[] {
  const entries = readEntries()
  const listed = readListedPairs()
  const products = readProducts()
  const withTexts = entries.filter(({ meaning }) => meaning)
  const described = new Set(withTexts.map(({ service, code }) => `${service} ${code}`))
  const listedAndDescribed = listed.filter((pair) => {
    const entry = findCuratedEntry(pair)
    return described.has(`${entry?.service} ${entry?.code}`)
  })
  const byHand = [entries.length, withTexts.length]
  const listing = products.filter(({ api3 }) => api3)
  const rules = 'docs/decisions/0024-rules-for-unlisted-codes.md'
  const names = 'docs/decisions/0030-product-codes-known-by-name-only.md'
  const english = 'docs/guides/error-codes.md'
  const chinese = 'docs/zh/guides/error-codes.md'
  return [
    { document: english, sentence: '# entries written by hand, # of them with texts', counts: byHand },
    { document: english, sentence: '# codes of API 3.0 by name', counts: [listed.length] },
    { document: english, sentence: 'all 16,000 codes of # products', counts: [products.length] },
    { document: chinese, sentence: '# 条手工编写的条目，其中 # 条有文字说明', counts: byHand },
    { document: chinese, sentence: '# 个 API 3.0 错误码只收录名称', counts: [listed.length] },
    { document: chinese, sentence: '涵盖 # 个产品的', counts: [products.length] },
    { document: rules, sentence: '# codes of # products', counts: [listed.length, listing.length] },
    { document: rules, sentence: '# codes, 3.8 kB', counts: [findExceptions(listed).length] },
    {
      document: names,
      sentence: 'Of # listed codes # have an entry with texts',
      counts: [listed.length, listedAndDescribed.length],
    },
  ]
}

/**
 * Returns a document's text with the right numbers in the sentence.
 *
 * @throws Error when the text does not contain the sentence exactly once
 */
export function correctCounts(text: string, { document, sentence, counts }: CountedSentence): string {
  const literal = (part: string) => part.replaceAll(/[.]/g, '\\.').replaceAll(' ', '\\s+')
  const pattern = sentence
    .split('#')
    .map((part) => `(${literal(part)})`)
    .join('\\d[\\d,]*')
  const [match, ...more] = text.matchAll(new RegExp(pattern, 'g'))
  if (!match || more.length > 0) throw new Error(`${document} must say once: ${sentence}`)
  const [found, ...parts] = match
  const right = parts.map((part, at) => part + (counts[at]?.toLocaleString('en') ?? '')).join('')
  return text.replace(found, right)
}
