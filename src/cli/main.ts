#!/usr/bin/env node
import { maxInput } from '../explain/max-input.ts'
import { run } from './run.ts'

const { env, stdin, stdout, stderr } = process

// EPIPE: a reader such as `head` has closed the pipe, which is not a failure.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

/** Reads the input up to `maxInput` characters, so that an endless one ends too. */
async function readInput(): Promise<string> {
  let input = ''
  stdin.setEncoding('utf8')
  for await (const chunk of stdin) {
    input += chunk
    if (input.length >= maxInput) break
  }
  return input
}

const require = process.getBuiltinModule('node:module').createRequire(import.meta.url)

/** This package leads to itself by its name. */
const manifestPath = 'axios-tencentcloud/package.json'

const readVersion = (): string => {
  const manifest: unknown = require(manifestPath)
  return manifest instanceof Object && 'version' in manifest ? String(manifest.version) : ''
}

const findPackage = (): string => process.getBuiltinModule('node:path').dirname(require.resolve(manifestPath))

const untilInterrupted = (): Promise<void> =>
  new Promise((resolve) => {
    // Once: a second Ctrl-C ends the process at once.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })

process.exitCode = await run(process.argv.slice(2), {
  env,
  // PluralRules is made in less than a millisecond; a DateTimeFormat takes 25 ms.
  locale: new Intl.PluralRules().resolvedOptions().locale,
  columns: stdout.columns ?? 80,
  readVersion,
  findPackage,
  untilInterrupted,
  colors: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
  readInput: async () => (stdin.isTTY ? undefined : readInput()),
  write: (output) => {
    stdout.write(output)
  },
  complain: (output) => {
    stderr.write(`${output}\n`)
  },
})
