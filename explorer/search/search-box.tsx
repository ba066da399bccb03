import { useEffect, useRef } from 'preact/hooks'
import { useText } from '../text/language.tsx'

interface Props {
  readonly value: string
  readonly onInput: (text: string) => void
  readonly onDown: () => void
  readonly onEnter: () => void
}

const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select')

export function SearchBox({ value, onInput, onDown, onEnter }: Props) {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    addEventListener('keydown', focus)
    return () => removeEventListener('keydown', focus)
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    // During composition, for example of a Chinese word, these keys belong to the input method.
    if (event.isComposing) return
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      onDown()
    } else if (event.key === 'Enter') onEnter()
    else if (event.key === 'Escape' && value !== '') {
      event.preventDefault()
      onInput('')
    }
  }
  return (
    <div class="search-box">
      <label for="search">{t({ en: 'Search', zh: '搜索' })}</label>
      <input
        id="search"
        ref={input}
        type="search"
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
        placeholder={t({ en: 'A code, a message, a few words …', zh: '错误码、报错信息或关键词……' })}
        aria-describedby="search-keys"
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <p id="search-keys" class="keys">
        <kbd>/</kbd> {t({ en: 'to search', zh: '搜索' })} <kbd>↑</kbd> <kbd>↓</kbd> {t({ en: 'to choose', zh: '选择' })}{' '}
        <kbd>Enter</kbd> {t({ en: 'to open', zh: '打开' })}
      </p>
    </div>
  )
}
