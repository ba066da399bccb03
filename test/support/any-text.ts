import fc from 'fast-check'

const ascii = fc.integer({ min: 0, max: 0x7f })
const codeUnit = fc.integer({ min: 0, max: 0xffff })

/**
 * Any UTF-16 text, lone surrogates included. fast-check's `unit: 'binary'` makes a table of all characters first, which
 * takes a second or two of each test file.
 */
export const anyText = (constraints: { readonly maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ ...constraints, unit: fc.oneof(ascii, codeUnit).map((code) => String.fromCharCode(code)) })
