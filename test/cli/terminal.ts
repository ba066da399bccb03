import { run } from '../../src/cli/run.ts'

export interface Answer {
  readonly exitCode: number
  readonly output: string
  readonly complaint: string
}

interface Setting {
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  readonly locale?: string
  readonly colors?: boolean
  readonly columns?: number
  readonly packageFolder?: string
}

/** Runs the command in this process. */
export async function answerTo(args: readonly string[], setting: Setting = {}): Promise<Answer> {
  const { input, env = {}, locale = 'en-US', colors = false, columns = 80, packageFolder = '/nowhere' } = setting
  let [output, complaint] = ['', '']
  const exitCode = await run(args, {
    env,
    locale,
    colors,
    columns,
    readVersion: () => '1.2.3',
    findPackage: () => packageFolder,
    untilInterrupted: async () => {},
    readInput: async () => input,
    write: (text) => {
      output += text
    },
    complain: (text) => {
      complaint += text
    },
  })
  return { exitCode, output, complaint }
}
