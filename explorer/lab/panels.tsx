import { useText } from '../text/language.tsx'
import { countUntil } from './measures.ts'
import { Panel } from './panel.tsx'
import { policies } from './policies.ts'
import type { Simulation } from './use-simulation.ts'

interface Props {
  readonly simulation: Simulation
  readonly endMs: number
  /** Requests after this time are not drawn yet. */
  readonly now: number
}

/** One small chart per policy, all with the same scale. */
export function Panels({ simulation: { scenario, runs }, endMs, now }: Props) {
  const t = useText()
  return (
    <>
      <p class="legend">
        <span class="key-accepted">{t({ en: 'accepted', zh: '已接受' })}</span>
        <span class="key-rejected">{t({ en: 'rejected (downwards)', zh: '被拒绝（向下）' })}</span>
        <span class="key-limit">{t({ en: 'the limit', zh: '限额' })}</span>
      </p>
      <div class="panels">
        {policies.map((policy, at) => {
          const run = runs[at]
          if (!run) return null
          const accepted = countUntil(run.acceptedAt, now)
          const rejected = countUntil(run.rejectedAt, now)
          return (
            <figure key={policy.id}>
              <figcaption>
                <strong>{t(policy.name)}</strong>
                <span>
                  {t({ en: `${accepted} accepted · ${rejected} rejected`, zh: `接受 ${accepted} · 拒绝 ${rejected}` })}
                </span>
              </figcaption>
              <Panel
                run={run}
                limit={scenario.limit}
                endMs={endMs}
                now={now}
                label={t({
                  en: `${policy.name.en}: ${run.acceptedAt.length} requests accepted and ${run.rejectedAt.length} rejected in ${(run.endMs / 1_000).toFixed(1)} s`,
                  zh: `${policy.name.zh}：${(run.endMs / 1_000).toFixed(1)} 秒内接受 ${run.acceptedAt.length} 个请求，拒绝 ${run.rejectedAt.length} 个`,
                })}
              />
            </figure>
          )
        })}
      </div>
      <p class="note">
        {t({
          en: 'Requests per second, cut off at 1.5 times the limit upwards and 3 times downwards. More than the limit may be accepted in a second, because a window can end within it and buckets start full.',
          zh: '每秒的请求数；向上超过限额 1.5 倍、向下超过 3 倍的部分被截断。某一秒内接受的请求可能超过限额：窗口可能在这一秒内切换，令牌桶初始是满的。',
        })}
      </p>
    </>
  )
}
