// Finds phrases in a name such as `RRPCTimeoutError` without creating strings, because this runs at every failure.

const blank = 32

const isUpper = (unit: number): boolean => unit >= 65 && unit <= 90
const isLower = (unit: number): boolean => unit >= 97 && unit <= 122

/**
 * Writes the words of a name in lower case, with a blank before each and one at the end: ` rrpc timeout error `. A word
 * begins after anything but a letter, at an upper-case letter after a lower-case one, and at the last of several
 * upper-case letters before a lower-case one.
 *
 * @param from index in `text` at which the name begins
 * @param into the output; needs room for twice the length of the text plus one
 * @returns the number of code units written
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

/** A prepared phrase; `first` and `last`: it must stand at the start or at the end of the name. */
interface Phrase<T> {
  readonly first: boolean
  readonly last: boolean
  readonly value: T
}

interface PhraseMatcher<T> {
  /** Calls `found` with the value of each phrase that occurs in `text` between `from` and `end`. */
  forEachIn(text: string, from: number, end: number, found: (value: T) => void): void
}

const root = 0

/** Columns of the transition table: a blank and the lower-case letters differ in their last five bits. */
const columns = 32

const stepAt = (node: number, unit: number): number => node * columns + (unit & (columns - 1))

/**
 * Creates a matcher for phrases: lower-case words separated by blanks. `^` at the start matches only at the start of
 * the name, `$` at the end only at its end. The matcher is a trie: the time for a text is proportional to its length,
 * times at most the longest phrase.
 *
 * @param maxLength at most this many code units of a text are read
 */
export function createPhraseMatcher<T>(
  phrases: readonly (readonly [phrase: string, value: T])[],
  maxLength: number,
): PhraseMatcher<T> {
  const letters = phrases.reduce((sum, [phrase]) => sum + phrase.length, 0)
  // Transitions: node × code unit → next node. The root, to which no step leads, means that there is no next node.
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
  // One buffer serves all texts, because matching is synchronous.
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
