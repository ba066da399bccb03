import type { Text } from '../catalog/entry.ts'

export type Language = keyof Text

const isChinese = (locale: string): boolean => /^zh(?:[-_.@]|$)/i.test(locale)

/**
 * The language of the answer: that of the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set, as POSIX orders them,
 * else the locale of the machine. English, unless that is Chinese.
 */
export function languageOf(env: Readonly<Record<string, string | undefined>>, locale: string): Language {
  return isChinese(env.LC_ALL || env.LC_MESSAGES || env.LANG || locale) ? 'zh' : 'en'
}
