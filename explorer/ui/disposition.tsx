import type { Disposition as Name } from '../../src/catalog/index.ts'
import { dispositionTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'
import { Badge } from './badge.tsx'

interface Props {
  readonly retry: Name
  /** False if the disposition was judged from the name of the code. */
  readonly documented: boolean
}

/** A disposition, explained, and how a program reads it. */
export function Disposition({ retry, documented }: Props) {
  const t = useText()
  const isGuess = !documented && retry !== 'never'
  return (
    <>
      <Badge retry={retry} /> {t(dispositionTexts[retry])}
      {isGuess && (
        <>
          {' '}
          <em class="guess">{t({ en: 'a guess from the name', zh: '根据名称推断' })}</em>
        </>
      )}{' '}
      <span class="note">
        <code>error.retry === '{retry}'</code>
      </span>
    </>
  )
}
