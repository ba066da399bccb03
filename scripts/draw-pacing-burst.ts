/** Draws docs/pacing-burst.svg: 100 calls at once against fixed windows of 20 a second, in virtual time. */
import { writeFileSync } from 'node:fs'
import { createPacer, type Ticket } from '../src/pacing/index.ts'
import { fixedWindow, VirtualTime } from '../test/pacing/simulator.ts'
import { seeded } from '../test/support/seeded.ts'

const stepMs = 250
const random = seeded(7_919)
const time = new VirtualTime(random)
const startedAt = time.now()
const limit = fixedWindow(20, 1_000, 0.4)
const pacer = createPacer({ clock: time })
const accepted: number[] = []
const refused: number[] = []
const rates: number[] = []
let open = 100
let rate = 0

async function call(): Promise<void> {
  let last: Ticket | undefined
  for (let done = false; !done; ) {
    last = await pacer.enter('', last ? { order: last.order, isRetry: true } : {})
    const step = Math.floor((time.now() - startedAt) / stepMs)
    await time.delay(20 + 10 * random())
    done = limit.admit(time.now() - startedAt)
    const counts = done ? accepted : refused
    counts[step] = (counts[step] ?? 0) + 1
    await time.delay(20 + 10 * random())
    last.end(done ? 'accepted' : 'throttled')
    const learned = pacer.takeLearned('')
    if (learned && 'qps' in learned) rate = learned.qps
    rates[Math.floor((time.now() - startedAt) / stepMs)] = rate
  }
  open--
}

for (let number = 0; number < 100; number++) void call()
await time.run(() => open === 0)

const [width, height, left, base] = [640, 260, 40, 220]
const steps = Math.max(accepted.length, refused.length, rates.length)
const barWidth = (width - left - 10) / steps
const most = Math.max(...Array.from({ length: steps }, (_, at) => (accepted[at] ?? 0) + (refused[at] ?? 0)))
const toY = (count: number) => base - (190 * count) / most
const toX = (step: number) => left + step * barWidth
const bar = (kind: string, step: number, from: number, count: number) =>
  count === 0
    ? ''
    : `<rect class="${kind}" x="${toX(step).toFixed(1)}" y="${toY(from + count).toFixed(1)}" width="${(barWidth - 2).toFixed(1)}" height="${(toY(from) - toY(from + count)).toFixed(1)}"/>`
const bars = Array.from({ length: steps }, (_, step) => {
  const first = accepted[step] ?? 0
  return bar('accepted', step, 0, first) + bar('refused', step, first, refused[step] ?? 0)
}).join('\n')
let shown = 0
const line = Array.from({ length: steps }, (_, step) => {
  shown = rates[step] ?? shown
  return shown === 0 ? '' : `${toX(step + 0.5).toFixed(1)},${toY(shown).toFixed(1)}`
}).join(' ')
const seconds = Array.from({ length: Math.floor((steps * stepMs) / 1_000) + 1 }, (_, at) => at)
  .map((second) => `<text x="${toX((second * 1_000) / stepMs).toFixed(1)}" y="${base + 16}">${second} s</text>`)
  .join('')
const counts = [0, 20, 40].map((count) => `<text x="8" y="${(toY(count) + 4).toFixed(1)}">${count}</text>`).join('')

writeFileSync(
  'docs/pacing-burst.svg',
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="100 calls at once against 20 a second: requests in each quarter of a second, and the learned rate">
<style>text{font:12px sans-serif;fill:#57606a}.accepted{fill:#2da44e}.refused{fill:#d1495b}polyline{fill:none;stroke:#3b82f6;stroke-width:2}@media (prefers-color-scheme:dark){text{fill:#a8b1bb}}</style>
${bars}
<polyline points="${line}"/>
${seconds}${counts}
<text x="${left + 120}" y="16">sent in each 250 ms: green accepted, red refused; blue: the learned rate, calls a second</text>
</svg>
`,
)
console.log({ accepted, refused, rates: rates.map((value) => Math.round(value * 10) / 10) })
