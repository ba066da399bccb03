// Lays the pages of the documentation site out in site/pages, from where VitePress builds them: the documents of docs/, the
// reference from the comments of src/, the examples, and the built explorer.
//
//   tsx scripts/site/assemble.ts
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../config/entries.ts'
import { entryPages, toApiIndex, toApiPage } from './api-pages.ts'
import { homePages } from './home-pages.ts'
import { escapeBraces, moveLinks, type SitePage } from './links.ts'

const pages = join(root, 'site/pages')
const api = join(root, 'node_modules/.cache/site-api')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const npm = (...parameters: string[]): void => {
  execFileSync('npm', parameters, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
}

/** The documents, by their paths in the repository, each with the file of its page. */
function listDocuments(): Map<string, string> {
  const below = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.md') && !name.startsWith('api/'))
    .map((name) => [`docs/${name}`, name.replace(/README\.md$/, 'index.md')] as const)
  return new Map([
    ...below,
    ['CHANGELOG.md', 'changelog.md'],
    ['.github/SECURITY.md', 'project/security.md'],
    ['.github/CONTRIBUTING.md', 'project/contributing.md'],
  ])
}

/** The examples, each as a page with its source. */
const toExamplePage = (name: string): SitePage => ({
  path: `examples/${name.replace(/\.ts$/, '.md')}`,
  text: `# ${name}\n\nRun it in a clone: \`npx tsx examples/${name}\`\n\n\`\`\`\`ts\n${read(`examples/${name}`)}\`\`\`\`\n`,
})

function writePage({ path, text }: SitePage): void {
  const file = join(pages, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** Copies what is no page, and returns its addresses by the paths in the repository. */
function copyFiles(): Map<string, string> {
  if (!existsSync(join(root, 'explorer/dist/index.html'))) npm('run', '--silent', 'build:explorer')
  cpSync(join(root, 'explorer/dist'), join(pages, 'public/explorer'), { recursive: true })
  cpSync(join(root, 'bench/report.html'), join(pages, 'public/bench-report.html'))
  for (const name of readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.svg')))
    cpSync(join(root, 'docs', name), join(pages, name))
  return new Map([
    ['explorer/README.md', '/explorer/index.html'],
    ['bench/report.html', '/bench-report.html'],
    ['README.md', 'index.md'],
    ['README.zh-CN.md', 'zh/index.md'],
  ])
}

function readApi(): SitePage[] {
  npm('run', '--silent', 'docs:api-pages')
  const written = entryPages.map((entry) => toApiPage(entry, readFileSync(join(api, entry.file), 'utf8')))
  return [toApiIndex(), ...written]
}

rmSync(pages, { recursive: true, force: true })
mkdirSync(pages, { recursive: true })
const documents = listDocuments()
const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'))
const examplePages = examples.map(toExamplePage)
const exampleList = examples.map((name) => `- [${name}](${name.replace(/\.ts$/, '.md')})`).join('\n')
const places = new Map([
  ...documents,
  ...examples.map((name) => [`examples/${name}`, `examples/${name.replace(/\.ts$/, '.md')}`] as const),
  ...copyFiles(),
])

for (const [source, path] of documents)
  writePage({ path, text: escapeBraces(moveLinks(read(source), source, path, places)) })
for (const page of [...homePages, ...examplePages, ...readApi()]) writePage(page)
writePage({
  path: 'examples/index.md',
  text: `# Examples\n\nEach runs in CI, against a fake Tencent Cloud.\n\n${exampleList}\n`,
})
