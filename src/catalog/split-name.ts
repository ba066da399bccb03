/** At most this many characters of a code are read. Listed codes have up to 120; the bound is for hostile input. */
const maxLength = 256

const isUpper = (char: string): boolean => char >= 'A' && char <= 'Z'
const isLower = (char: string): boolean => char >= 'a' && char <= 'z'
const isDigit = (char: string): boolean => char >= '0' && char <= '9'

/**
 * Splits a name into words, in lower case except for abbreviations: `CAMInnerError` becomes `CAM inner error`. A word
 * begins after anything but a letter or digit, at an upper-case letter after a lower-case one, and at the last of
 * several upper-case letters before a lower-case one. Linear in the length of the name; reads its first 256 characters.
 */
export function splitName(name: string): readonly string[] {
  const words: string[] = []
  let word = ''
  const end = () => {
    if (word !== '') words.push(word.length > 1 && word === word.toUpperCase() ? word : word.toLowerCase())
    word = ''
  }
  const text = name.slice(0, maxLength)
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    const before = text.charAt(at - 1)
    const begins = isUpper(char) && (isLower(before) || (isUpper(before) && isLower(text.charAt(at + 1))))
    if (begins || !(isUpper(char) || isLower(char) || isDigit(char))) end()
    if (isUpper(char) || isLower(char) || isDigit(char)) word += char
  }
  end()
  return words
}
