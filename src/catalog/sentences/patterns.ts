import type { Pattern } from './pattern.ts'
import { accessPatterns } from './patterns/access.ts'
import { actionsPatterns } from './patterns/actions.ts'
import { failuresPatterns } from './patterns/failures.ts'
import { formPatterns } from './patterns/form.ts'
import { limitsPatterns } from './patterns/limits.ts'

/** The first form that fits decides, so the more exact ones come first. */
export const patterns: readonly Pattern[] = [
  ...accessPatterns,
  ...limitsPatterns,
  ...formPatterns,
  ...actionsPatterns,
  ...failuresPatterns,
]

/** Names that end with `error` say less than those above, so they are tried after them. */
export const errorPatterns: readonly Pattern[] = [
  [
    'internal|inner|system|server|service|common|unknown|undefined|returnable error',
    'An internal error occurred.',
    '发生内部错误。',
    'again',
  ],
  ['w x error', '{Ving} {x} failed.', '{v}{x}失败。'],
  ['x w error', '{Ving} {x} failed.', '{v}{x}失败。'],
  ['v x error', '{Ving} {x} failed.', '{v}{x}失败。'],
  ['v error', 'The service failed to {v} it.', '{v}失败。'],
]
