import { useState } from 'preact/hooks'
import { useText } from '../text/language.tsx'
import { listSeconds } from './measures.ts'
import type { Run } from './simulate.ts'

/** At most this many seconds are shown at first. */
const firstShown = 8

/** A run, second by second. */
export function SecondTable({ run }: { readonly run: Run }) {
  const t = useText()
  const [all, setAll] = useState(false)
  const seconds = listSeconds(run)
  const shown = all ? seconds : seconds.slice(0, firstShown)
  return (
    <>
      <table class="second-table">
        <thead>
          <tr>
            <th scope="col">{t({ en: 'Second', zh: '第几秒' })}</th>
            <th scope="col">{t({ en: 'Accepted', zh: '接受' })}</th>
            <th scope="col">{t({ en: 'Rejected', zh: '拒绝' })}</th>
            <th scope="col">{t({ en: 'Learned rate', zh: '学到的速率' })}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ second, accepted, rejected, rate }) => (
            <tr key={second}>
              <th scope="row">{second}</th>
              <td>{accepted}</td>
              <td>{rejected}</td>
              <td>{rate === undefined ? '–' : t({ en: `${rate.toFixed(1)}/s`, zh: `${rate.toFixed(1)} 次/秒` })}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < seconds.length && (
        <button type="button" class="quiet" onClick={() => setAll(true)}>
          {t({ en: `Show all ${seconds.length} seconds`, zh: `显示全部 ${seconds.length} 秒` })}
        </button>
      )}
    </>
  )
}
