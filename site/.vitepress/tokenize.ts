/**
 * Breaks a text into what the search looks for: words, and of Chinese every two characters that stand together (a single
 * one by itself), since it puts no blanks between words. VitePress hands this function to the browser as text, so it uses
 * nothing from outside.
 */
export function tokenize(text: string): string[] {
  const words = text.match(/\p{Script=Han}+|[\p{L}\p{N}_]+?(?=\p{Script=Han})|[\p{L}\p{N}_]+/gu) ?? []
  return words.flatMap((word) => {
    if (!/^\p{Script=Han}/u.test(word)) return [word]
    const characters = [...word]
    if (characters.length === 1) return characters
    return characters.slice(1).map((character, at) => `${characters[at]}${character}`)
  })
}
