export type Language = 'en' | 'zh'

/** The remembered language, else that of the browser. */
export function preferredLanguage(remembered: string | null, browser: string): Language {
  if (remembered === 'en' || remembered === 'zh') return remembered
  return /^zh\b/i.test(browser) ? 'zh' : 'en'
}
