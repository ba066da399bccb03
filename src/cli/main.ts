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

/** The manifest of this package, which leads to itself by its name. */
const readVersion = (): string => {
  const manifest: unknown = process.getBuiltinModule('node:module').createRequire(import.meta.url)(
    'axios-tencentcloud/package.json',
  )
  return manifest instanceof Object && 'version' in manifest ? String(manifest.version) : ''
}

process.exitCode = await run(process.argv.slice(2), {
  env,
  // PluralRules is made in less than a millisecond; a DateTimeFormat takes 25 ms.
  locale: new Intl.PluralRules().resolvedOptions().locale,
  columns: stdout.columns ?? 80,
  readVersion,
  colors: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
  readInput: async () => (stdin.isTTY ? undefined : readInput()),
  write: (output) => {
    stdout.write(output)
  },
  complain: (output) => {
    stderr.write(`${output}\n`)
  },
})
