import { useText } from '../text/language.tsx'
import { countUntil, toStepMs } from './measures.ts'
import { Panel, type Scale } from './panel.tsx'
import { policies } from './policies.ts'
import type { Simulation } from './use-simulation.ts'

interface Props {
  readonly simulation: Simulation
  readonly endMs: number
  /** Requests after this time are not drawn yet. */
  readonly now: number
}

/** At most this many steps fit into a panel: one a pixel. */
const mostSteps = 280

/** Short runs are shown in quarters of a second, in which a burst is far above the limit. */
const briefMs = 15_000

const toScale = (endMs: number): Scale =>
  endMs <= briefMs
    ? { stepMs: 250, mostAccepted: 4, mostRejected: 5 }
    : { stepMs: Math.max(1_000, toStepMs(endMs, mostSteps)), mostAccepted: 1.5, mostRejected: 3 }

/** One small chart per policy, all with the same scale. */
export function Panels({ simulation: { scenario, runs }, endMs, now }: Props) {
  const t = useText()
  const scale = toScale(endMs)
  const { stepMs, mostAccepted, mostRejected } = scale
  return (
    <>
      <p class="legend">
        <span class="key-accepted">{t({ en: 'accepted', zh: '已接受' })}</span>
        <span class="key-rejected">{t({ en: 'rejected (downwards)', zh: '被拒绝（向下）' })}</span>
        <span class="key-learned">{t({ en: 'the learned rate', zh: '学到的速率' })}</span>
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
                scale={scale}
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
          en: `Requests per second, in steps of ${stepMs} ms, cut off at ${mostAccepted} times the limit upwards and ${mostRejected} times downwards. More than the limit may be accepted in a second, because a window can end within it and buckets start full.`,
          zh: `每秒的请求数，以 ${stepMs} 毫秒为一格；向上超过限额 ${mostAccepted} 倍、向下超过 ${mostRejected} 倍的部分被截断。某一秒内接受的请求可能超过限额：窗口可能在这一秒内切换，令牌桶初始是满的。`,
        })}
      </p>
    </>
  )
}
