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

// A page opened from a disk, or in a strict browser, may not have storage.
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
    // Without storage the choice is lost when the page is closed.
  }
}

/** Provides the language to its children, and remembers the user's choice. */
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

/** Returns a function that picks the text in the chosen language. */
export function useText(): (text: Text) => string {
  const { language } = useLanguage()
  return (text) => text[language]
}
