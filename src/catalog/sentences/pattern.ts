import type { Remedy } from './remedies.ts'

/**
 * A form of names, and the sentence that says the same. The form is made of words; `a|b` is either word, and a word with
 * `?` may be missing. Slots stand for words of the name: `x` and `y` for things, `n` for a name such as `PNG`, `v` for a
 * verb (`w` for one that is no noun, `g` for its gerund), `s` for a state (`r` for one that is no judgement), and `p` for a
 * preposition.
 *
 * In the sentence, `{x}` is the thing with its article, `{X}` the same at the start of the sentence, and `{x-}` without
 * an article. `{is}`, `{has}` and `{does}` agree with `x`. `{v}` is the verb, `{ved}` its participle, `{ving}` its gerund
 * (`{Ving}` at the start). `{xs}` is the plural, `{ay}` has the
 * indefinite article, and `{limit}` is what limits the thing. `{na}` is the negation of the state in Chinese, `{该x}` says
 * that one of several is meant, and `{x限}` is the limit.
 */
export type Pattern = readonly [form: string, en: string, zh: string, remedy?: Remedy]
