#!/usr/bin/env node
import { run } from './run.ts'
import { maxInput } from './terminal.ts'

const { env, stdin, stdout, stderr } = process

// A reader that has seen enough, such as `head`, is no failure.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

/** As much of the input as is looked at, so that an endless one has an end. */
async function readInput(): Promise<string> {
  let input = ''
  stdin.setEncoding('utf8')
  for await (const chunk of stdin) {
    input += chunk
    if (input.length >= maxInput) break
  }
  return input
}

process.exitCode = await run(process.argv.slice(2), {
  env,
  // Of all formatters the one that is made in less than a millisecond; a DateTimeFormat takes 25.
  locale: new Intl.PluralRules().resolvedOptions().locale,
  colors: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
  readInput: async () => (stdin.isTTY ? undefined : readInput()),
  write: (output) => {
    stdout.write(output)
  },
  complain: (output) => {
    stderr.write(`${output}\n`)
  },
})
