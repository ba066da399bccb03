import { durationRange } from '../text/durations.ts'
import { reasonTexts, repeatTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'
import type { Verdict } from './verdicts.ts'

function Sign({ yes }: { readonly yes: boolean }) {
  return (
    <svg class="sign" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <circle cx="12" cy="12" r="11" />
      <path d={yes ? 'M6.5 12.5l3.6 3.6 7.4-8' : 'M8 8l8 8M16 8l-8 8'} />
    </svg>
  )
}

/** The verdict on one kind of call. */
export function VerdictCard({ verdict, chosen }: { readonly verdict: Verdict; readonly chosen: boolean }) {
  const t = useText()
  const { repeat, decision, reason, waitMs, waitsForTurn } = verdict
  const { name, examples } = repeatTexts[repeat]
  const yes = decision === 'retry'
  const wait = durationRange(...waitMs)
  return (
    <li class={`verdict ${yes ? 'verdict-yes' : 'verdict-no'}`} data-chosen={chosen}>
      <span class="verdict-kind">
        <b>{t(name)}</b> {chosen && <em>{t({ en: 'this call', zh: '本次调用' })}</em>}
        <small>{t(examples)}</small>
      </span>
      <strong>
        <Sign yes={yes} />
        {yes ? t({ en: 'repeated', zh: '重发' }) : t({ en: 'not repeated', zh: '不重发' })}
      </strong>
      <span>{t(reasonTexts[reason])}</span>
      {yes && (
        <span>
          {waitsForTurn
            ? t({ en: `when pacing allows; without pacing after ${wait}`, zh: `轮到时发送；不限速时等待 ${wait}` })
            : waitMs[1] === 0
              ? t({ en: 'at once', zh: '立即' })
              : t({ en: `after ${wait}`, zh: `等待 ${wait}` })}
        </span>
      )}
    </li>
  )
}
