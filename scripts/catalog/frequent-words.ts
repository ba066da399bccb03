/** Letters that stand for words: those from U+00C0 up to U+02BF, which no code contains. */
const firstLetter = 0xc0
const mostWords = 512

const splitPattern = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^A-Za-z]/g

const splitText = (text: string): readonly string[] => text.match(splitPattern) ?? []

/** Frequent words, each with the letter that stands for it. */
export type FrequentWords = ReadonlyMap<string, string>

/** Finds the words of the texts that save most if they are written as one letter. */
export function findFrequentWords(texts: readonly string[]): FrequentWords {
  const counts = new Map<string, number>()
  for (const word of texts.flatMap(splitText)) counts.set(word, (counts.get(word) ?? 0) + 1)
  // A letter takes two bytes, and its word stands once in the list of words.
  const saved = ([word, count]: readonly [string, number]) => count * (word.length - 2) - word.length - 1
  const words = [...counts]
    .filter((one) => saved(one) > 0)
    .sort((a, b) => saved(b) - saved(a) || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostWords)
  return new Map(words.map(([word], at) => [word, String.fromCharCode(firstLetter + at)]))
}

/** Writes frequent words as their letters. `expandWords` of the catalog's tables undoes it. */
export const shortenWords = (text: string, words: FrequentWords): string =>
  splitText(text)
    .map((word) => words.get(word) ?? word)
    .join('')
