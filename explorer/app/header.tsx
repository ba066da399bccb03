import type { Text } from '../../src/catalog/index.ts'
import { useLanguage, useText } from '../text/language.tsx'
import type { Route } from './route.ts'

const links: readonly { readonly page: Route['page']; readonly href: string; readonly text: Text }[] = [
  { page: 'search', href: '#/', text: { en: 'Codes', zh: '错误码' } },
  { page: 'paste', href: '#/paste', text: { en: 'Paste a response', zh: '粘贴响应' } },
  { page: 'lab', href: '#/lab', text: { en: 'Retry lab', zh: '重试实验室' } },
]

// Moves the focus by script, because the hash of the address is used for routes.
const skip = (event: MouseEvent): void => {
  event.preventDefault()
  document.querySelector<HTMLElement>('main h1')?.focus()
}

export function Header({ page }: { readonly page: Route['page'] }) {
  const t = useText()
  const { language, choose } = useLanguage()
  const other = language === 'en' ? 'zh' : 'en'
  return (
    <header class="site">
      <a class="skip" href={location.hash || '#/'} onClick={skip}>
        {t({ en: 'Skip to the content', zh: '跳到正文' })}
      </a>
      <div class="site-inner">
        <a class="brand" href="#/" aria-label={t({ en: 'Error explorer, start page', zh: '错误码浏览器，首页' })}>
          <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
            <rect width="32" height="32" rx="8" />
            <path d="M9 17a7 7 0 1 1 2.2 5.1M9 24v-7h7" />
          </svg>
          <span>{t({ en: 'Error explorer', zh: '错误码浏览器' })}</span>
        </a>
        <nav aria-label={t({ en: 'Pages', zh: '页面' })}>
          {links.map(({ page: target, href, text }) => (
            <a key={href} href={href} aria-current={target === page ? 'page' : undefined}>
              {t(text)}
            </a>
          ))}
        </nav>
        <button
          type="button"
          class="quiet language"
          lang={other === 'zh' ? 'zh-CN' : 'en'}
          onClick={() => choose(other)}
        >
          {other === 'zh' ? '中文' : 'English'}
        </button>
      </div>
    </header>
  )
}
