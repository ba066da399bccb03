// Finds phrases in a name such as `RRPCTimeoutError` without cutting it into strings: this runs at every failure.

const blank = 32

const isUpper = (unit: number): boolean => unit >= 65 && unit <= 90
const isLower = (unit: number): boolean => unit >= 97 && unit <= 122

/**
 * Writes the words of a name in small letters, a blank before each and one at the end: ` rrpc timeout error `. A word
 * begins after anything but a letter, at a capital after a small letter, and at the last capital of several before a
 * small letter.
 *
 * @param from where the name begins in `text`
 * @param into takes twice as many units as the text has, and one
 * @returns how many units were written
 */
export function spellWords(text: string, from: number, end: number, into: Uint8Array): number {
  let length = 0
  into[length++] = blank
  for (let at = from; at < end; at++) {
    const unit = text.charCodeAt(at)
    const inWord = into[length - 1] !== blank
    if (isLower(unit)) {
      into[length++] = unit
    } else if (isUpper(unit)) {
      if (inWord && (isLower(text.charCodeAt(at - 1)) || isLower(text.charCodeAt(at + 1)))) into[length++] = blank
      into[length++] = unit | 32
    } else if (inWord) into[length++] = blank
  }
  if (into[length - 1] !== blank) into[length++] = blank
  return length
}

/** A phrase, as it was written and prepared. */
interface Phrase<T> {
  readonly first: boolean
  readonly last: boolean
  readonly value: T
}

interface PhraseMatcher<T> {
  /** Calls back with the value of each phrase that stands in `text` between `from` and `end`. */
  forEachIn(text: string, from: number, end: number, found: (value: T) => void): void
}

const root = 0

/** Columns of the table of steps: a blank and the small letters differ in their last five bits. */
const columns = 32

const stepAt = (node: number, unit: number): number => node * columns + (unit & (columns - 1))

/**
 * A matcher for phrases of small letters, words with a blank between; `^` before means that nothing stands before it,
 * `$` behind that nothing follows. It is a trie: reading a text takes time proportional to its length, times at most
 * the longest phrase.
 *
 * @param maxLength units of a text that are read
 */
export function createPhraseMatcher<T>(
  phrases: readonly (readonly [phrase: string, value: T])[],
  maxLength: number,
): PhraseMatcher<T> {
  const letters = phrases.reduce((sum, [phrase]) => sum + phrase.length, 0)
  // From a node by a unit to the next node; the root, to which no step leads, stands for none.
  const steps = new Uint16Array(columns * (letters + 1))
  const ending: Phrase<T>[][] = [[]]
  for (const [written, value] of phrases) {
    const phrase = written.replace(/^\^/, '').replace(/\$$/, '')
    let node = root
    for (let at = 0; at < phrase.length; at++) {
      const step = stepAt(node, phrase.charCodeAt(at))
      node = steps[step] || ending.push([]) - 1
      steps[step] = node
    }
    ending[node]?.push({ first: written.startsWith('^'), last: written.endsWith('$'), value })
  }
  // One for all texts: a text is read at once, and nothing else runs meanwhile.
  const spelled = new Uint8Array(2 * maxLength + 1)

  return {
    forEachIn(text, from, end, found) {
      const length = spellWords(text, from, Math.min(end, from + maxLength), spelled)
      for (let start = 0; start < length - 1; start++) {
        if (spelled[start] !== blank) continue
        let node = root
        for (let at = start + 1; at < length; at++) {
          const unit = spelled[at] ?? blank
          if (unit === blank) {
            for (const { first, last, value } of ending[node] ?? []) {
              if ((!first || start === 0) && (!last || at === length - 1)) found(value)
            }
          }
          node = steps[stepAt(node, unit)] ?? root
          if (node === root) break
        }
      }
    },
  }
}
