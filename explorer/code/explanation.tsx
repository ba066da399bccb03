import type { Text } from '../../src/catalog/index.ts'
import { useText } from '../text/language.tsx'
import { Name } from '../ui/name.tsx'

interface Props {
  readonly meaning: Text | undefined
  readonly remedy: Text | undefined
}

/** The meaning of a code and its remedy. */
export function Explanation({ meaning, remedy }: Props) {
  const t = useText()
  return (
    <div class="explanation">
      {meaning && (
        <div>
          <h2>{t({ en: 'What happened', zh: '含义' })}</h2>
          <p>
            <Name text={t(meaning)} />
          </p>
        </div>
      )}
      {remedy && (
        <div>
          <h2>{t({ en: 'What to do', zh: '处理方法' })}</h2>
          <p>{t(remedy)}</p>
        </div>
      )}
    </div>
  )
}
