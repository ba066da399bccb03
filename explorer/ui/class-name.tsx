import type { ErrorClassName } from '../../src/catalog/index.ts'
import { chineseClassNames } from '../text/labels.ts'
import { useLanguage } from '../text/language.tsx'

/** An error class by its name, in Chinese told in words before it. */
export function ClassName({ name }: { readonly name: ErrorClassName }) {
  const { language } = useLanguage()
  return (
    <>
      {language === 'zh' && `${chineseClassNames[name]} `}
      <code>{name}</code>
    </>
  )
}
