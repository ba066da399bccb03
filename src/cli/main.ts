#!/usr/bin/env node
import { text } from 'node:stream/consumers'
import { run } from './run.ts'

const { env, stdin, stdout, stderr } = process

// A reader that has seen enough, such as `head`, is no failure.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv.slice(2), {
  env,
  locale: Intl.DateTimeFormat().resolvedOptions().locale,
  colors: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
  readInput: async () => (stdin.isTTY ? undefined : text(stdin)),
  write: (output) => {
    stdout.write(output)
  },
  complain: (output) => {
    stderr.write(`${output}\n`)
  },
})
