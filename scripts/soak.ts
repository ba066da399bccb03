// npm run soak [-- <seconds of virtual time> [<part of a plan's name>]]
import { type Sample, soak, soaks } from '../test/soak/soak.ts'

const seconds = Number(process.argv[2] ?? 3_600)
const wanted = process.argv[3] ?? ''
const perSecond = 1_000
Error.stackTraceLimit = 0 // a hundred thousand stacks would take most of the time

const row = ({ second, heapBytes, handles, listeners, sleeping, pending, inFlight, limits, budgets }: Sample): string =>
  `| ${second} | ${(heapBytes / 1e6).toFixed(1)} | ${handles} | ${listeners} | ${sleeping} | ${pending} | ${inFlight} | ${limits} | ${budgets} |`

for (const [name, plan] of Object.entries(soaks)) {
  if (!name.includes(wanted)) continue
  console.log(
    `\n${name}\n\n| second | heap MB | handles | listeners | timers | calls | attempts | limits | budgets |\n|---|---|---|---|---|---|---|---|---|`,
  )
  const begun = performance.now()
  const result = await soak({ ...plan, perSecond, seconds }, Math.max(1, Math.floor(seconds / 12)), (sample) =>
    console.log(row(sample)),
  )
  const { calls, succeeded, failed, requests, mostAttempts, samples, unexpected } = result
  console.log(samples.slice(-1).map(row).join('\n'))
  const took = Math.round((performance.now() - begun) / 1_000)
  console.log(
    `\n${[`calls ${calls}`, `succeeded ${succeeded}`, `failed ${failed}`, `requests ${requests}`, `most attempts ${mostAttempts}`, `seconds of real time ${took}`].join(', ')}`,
  )
  if (unexpected.length > 0) throw new Error(`errors of no class: ${unexpected.join('; ')}`)
}
