import { useEffect, useState } from 'preact/hooks'
import { useText } from '../text/language.tsx'
import { copyText } from './copy-text.ts'

interface Props {
  /** `Copy the code`. */
  readonly label: string
  readonly text: () => string
}

/** How long the button says what it did. */
const answerMs = 2_000

/** Copies a text, and says whether it worked. */
export function CopyButton({ label, text }: Props) {
  const t = useText()
  const [copied, setCopied] = useState<boolean>()
  useEffect(() => {
    if (copied === undefined) return undefined
    const timer = setTimeout(() => setCopied(undefined), answerMs)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async (button: HTMLButtonElement) => {
    setCopied(await copyText(text()))
    // Copying by selection takes the focus away.
    button.focus()
  }
  const answer = copied ? t({ en: 'Copied', zh: '已复制' }) : t({ en: 'Copying failed', zh: '复制失败' })
  return (
    <>
      <button type="button" class="quiet copy" onClick={({ currentTarget }) => copy(currentTarget)}>
        <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
          {copied ? <path d="M5 13l5 5 9-11" /> : <path d="M9 9h11v11H9zM15 9V4H4v11h5" />}
        </svg>
        {copied === undefined ? label : answer}
      </button>
      <span class="hidden" role="status">
        {copied !== undefined && answer}
      </span>
    </>
  )
}
