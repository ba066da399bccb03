import type { Repeat } from '../../src/request/index.ts'
import { durationRange } from '../text/durations.ts'
import { reasonTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'
import { type KnownFailure, listSteps } from './verdicts.ts'

/** Lists the attempts of a call that keeps failing. */
export function StepList({ failure, repeat }: { readonly failure: KnownFailure; readonly repeat: Repeat }) {
  const t = useText()
  const steps = listSteps(failure, repeat)
  const goesOn = steps.at(-1)?.ending === undefined
  return (
    <ol class="steps">
      {steps.map(({ attempt, waitMs, ending }) => (
        <li key={attempt}>
          {t({ en: `Attempt ${attempt} fails`, zh: `第 ${attempt} 次失败` })}
          <span>
            {ending
              ? t({ en: `gives up: ${reasonTexts[ending].en}`, zh: `放弃：${reasonTexts[ending].zh}` })
              : waitMs[1] === 0
                ? t({ en: 'again at once', zh: '立即重发' })
                : t({ en: `waits ${durationRange(...waitMs)}`, zh: `等待 ${durationRange(...waitMs)}` })}
          </span>
        </li>
      ))}
      {goesOn && (
        <li>{t({ en: '… and so on, until the deadline of 60 s', zh: '……如此继续，直到 60 秒的截止时间' })}</li>
      )}
    </ol>
  )
}
