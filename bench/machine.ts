import { availableParallelism, machine, platform, totalmem } from 'node:os'

/** The class of this machine, not its name or model: `Node.js v20.19.0, linux, 2 cores x86_64, 8 GB`. */
export function describeMachine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return `Node.js ${process.version}, ${platform()}, ${availableParallelism()} cores ${machine()}, ${gigabytes} GB`
}
