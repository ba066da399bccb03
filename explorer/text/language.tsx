import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { Text } from '../../src/catalog/index.ts'
import { type Language, preferredLanguage } from './preferred-language.ts'

interface LanguageChoice {
  readonly language: Language
  readonly choose: (language: Language) => void
}

const storageKey = 'explorer-language'

const LanguageContext = createContext<LanguageChoice>({ language: 'en', choose: () => {} })

// A page opened from a disk, or in a strict browser, may have no storage.
function remembered(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // Then it holds until the page is closed.
  }
}

/** Gives everything inside it a language, and keeps the user's choice. */
export function LanguageProvider({ children }: { readonly children: ComponentChildren }) {
  const [language, setLanguage] = useState(() => preferredLanguage(remembered(), navigator.language))
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  const choose = (chosen: Language) => {
    remember(chosen)
    setLanguage(chosen)
  }
  return <LanguageContext.Provider value={{ language, choose }}>{children}</LanguageContext.Provider>
}

export const useLanguage = (): LanguageChoice => useContext(LanguageContext)

/** Picks the text of the chosen language. */
export function useText(): (text: Text) => string {
  const { language } = useLanguage()
  return (text) => text[language]
}
