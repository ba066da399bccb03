import { join } from 'node:path'
import type { Terminal } from '../terminal.ts'
import type { Language } from '../words.ts'
import { describePortFailure, noPage, servingAt } from './messages.ts'
import { findPageFiles } from './page-files.ts'
import { serve } from './serve.ts'

const readCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/**
 * Serves the explorer's page until the command is interrupted.
 *
 * @returns the exit code: 0; 1 if it cannot be served
 */
export async function runExplorer(terminal: Terminal, port: number, language: Language): Promise<number> {
  const files = findPageFiles(join(terminal.findPackage(), 'dist'))
  if (!files) {
    terminal.complain(noPage[language])
    return 1
  }
  let served: Awaited<ReturnType<typeof serve>>
  try {
    served = await serve(files, port)
  } catch (error) {
    const failure = describePortFailure(readCode(error), port)
    if (!failure) throw error
    terminal.complain(failure[language])
    return 1
  }
  terminal.write(`${servingAt(served.url)[language]}\n`)
  // Made while the browser starts.
  files
    .get('/catalog.js')?.()
    .catch(() => {})
  await terminal.untilInterrupted()
  await served.close()
  return 0
}
