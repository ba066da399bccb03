import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { run } from '../support/run.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Inside the checkout, so that packages are found from there.
const folder = join(root, 'node_modules/.cache/code-blocks')

const documents = [
  ...['README.md', 'README.zh-CN.md', 'docs/testing.md', 'docs/telemetry.md'],
  ...['docs/guides', 'docs/zh'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  ),
]

/** Every file of src with an `@example`. */
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.ts') && readFileSync(join(root, path), 'utf8').includes('@example'))

/** What a reader takes as given where a block does not show it. */
const context = `
import type { AxiosInstance, AxiosStatic } from 'axios'
type Main = typeof import('axios-tencentcloud')
type Testing = typeof import('axios-tencentcloud/testing')
declare global {
  const axios: AxiosStatic
  const http: AxiosInstance
  const url: string
  const body: object
  const secretId: string
  const secretKey: string
  const log: { info(message: unknown): void }
  const attachTencentCloud: Main['attachTencentCloud']
  const credentials: { secretId: string; secretKey: string }
  const createFakeTencentCloud: Testing['createFakeTencentCloud']
  const fake: import('axios-tencentcloud/testing').FakeTencentCloud
  const faults: Testing['faults']
  const limits: Testing['limits']
}
`

/** The blocks of TypeScript and JavaScript in a document, each with the line at which it begins. */
function blocksOf(markdown: string): { line: number; code: string }[] {
  return [...markdown.matchAll(/^```(?:ts|js)\n([\s\S]*?)^```$/gm)].map(({ index, 1: code = '' }) => ({
    line: markdown.slice(0, index).split('\n').length + 1,
    code,
  }))
}

/** The text of the comments of a source file, each line at its place. */
const toComments = (source: string): string =>
  source
    .split('\n')
    .map((line) => /^\s*\*(?!\/) ?(.*)$/.exec(line)?.[1] ?? '')
    .join('\n')

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const texts = [
  ...documents.map((document) => ({ document, text: readFileSync(join(root, document), 'utf8') })),
  ...sources.map((document) => ({ document, text: toComments(readFileSync(join(root, document), 'utf8')) })),
]

const blocks = texts.flatMap(({ document, text }) =>
  blocksOf(text).map(({ line, code }) => {
    const file = `${document.replaceAll(/[/.]/g, '-')}-${line}.ts`
    return { document, line, file, code: `${code}\nexport {}\n` }
  }),
)

test('every block of TypeScript or JavaScript in the documents and in the comments of src passes the compiler as it stands', {
  timeout: 60_000,
}, async () => {
  expect(blocks.length).toBeGreaterThan(30)
  for (const { file, code } of blocks) writeFileSync(join(folder, file), code)
  writeFileSync(join(folder, 'context.d.ts'), context)
  const options = {
    extends: relative(folder, join(root, 'tsconfig.json')),
    compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
    include: ['*.ts'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options))
  expect(sources.filter((path) => !blocks.some(({ document }) => document === path))).toEqual([])
  const { stdout } = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder])
  const complaints = stdout.split('\n').filter((line) => line.includes('error TS'))
  const located = complaints.map((complaint) => {
    const block = blocks.find(({ file }) => complaint.includes(file))
    return block ? `${block.document}:${block.line} ${complaint}` : complaint
  })
  expect(located).toEqual([])
})
