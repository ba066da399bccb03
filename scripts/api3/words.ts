import { spellWords } from '../../src/catalog/phrases.ts'

/** The words of a name in small letters, as the rules see them. */
export function wordsOf(name: string): readonly string[] {
  const spelled = new Uint8Array(2 * name.length + 1)
  const length = spellWords(name, 0, name.length, spelled)
  return String.fromCharCode(...spelled.subarray(0, length))
    .trim()
    .split(' ')
}
