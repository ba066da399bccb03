import type { SitePage } from './links.ts'

/** An entry of the package on its page of the reference. */
interface EntryPage {
  /** The file that typedoc writes for it. */
  readonly file: string
  readonly page: string
  readonly specifier: string
  readonly about: string
  /** The guide of it, as a link from the page. */
  readonly guide: string
}

/** All entries, in the order of the reference. */
export const entryPages: readonly EntryPage[] = [
  {
    file: 'index.md',
    page: 'main',
    specifier: 'axios-tencentcloud',
    about: 'The middleware for axios instances, its options, and all classes of errors.',
    guide: '[Wrapping an existing client](../guides/wrapping-a-client.md)',
  },
  {
    file: 'fetch.md',
    page: 'fetch',
    specifier: 'axios-tencentcloud/fetch',
    about: 'The same for a fetch.',
    guide: '[fetch](../guides/fetch.md)',
  },
  {
    file: 'sdk.md',
    page: 'sdk',
    specifier: 'axios-tencentcloud/sdk',
    about: 'The same for clients of the official SDK.',
    guide: '[Coming from the official SDK](../guides/from-the-official-sdk.md)',
  },
  {
    file: 'signing.md',
    page: 'signing',
    specifier: 'axios-tencentcloud/signing',
    about: 'Signatures as pure functions, and credentials.',
    guide: '[Signing](../guides/signing.md)',
  },
  {
    file: 'fleet.md',
    page: 'fleet',
    specifier: 'axios-tencentcloud/fleet',
    about: 'One limit for many processes, in Redis.',
    guide: '[Pacing and fleets](../guides/pacing-and-fleets.md)',
  },
  {
    file: 'full-catalog.md',
    page: 'catalog',
    specifier: 'axios-tencentcloud/catalog',
    about: 'All codes and documented limits.',
    guide: '[Looking a code up](../guides/error-codes.md)',
  },
  {
    file: 'telemetry/otel.md',
    page: 'otel',
    specifier: 'axios-tencentcloud/otel',
    about: 'Spans and metrics of OpenTelemetry.',
    guide: '[Telemetry](../telemetry.md)',
  },
  {
    file: 'testing.md',
    page: 'testing',
    specifier: 'axios-tencentcloud/testing',
    about: 'A Tencent Cloud in memory, for tests.',
    guide: '[Testing your client](../testing.md)',
  },
]

/** The section of a heading: from it to the next of the same or a higher level. */
const sectionsOf = (markdown: string, level: number): string[] => markdown.split(new RegExp(`^(?=#{1,${level}} )`, 'm'))

/** Leaves out what each class of errors inherits, which is told once, at TencentCloudError. */
const withoutInherited = (markdown: string): string =>
  sectionsOf(markdown, 5)
    .filter((section) => !(section.startsWith('##### ') && section.includes('\n###### Inherited from\n')))
    .join('')
    .replaceAll(/^#### (?:Methods|Properties|Constructors)\n+(?=#{1,4} |\*\*\*)/gm, '')

/**
 * Gives each type an anchor of its own, and its links lead there. Those of typedoc count headings of the same name, which
 * is another number when some are left out; links to members become their names.
 */
const withAnchors = (markdown: string): string =>
  markdown
    .replaceAll(/^### ([A-Z]\w*)$/gm, (heading, name: string) => `${heading} {#type-${name.toLowerCase()}}`)
    .replaceAll(
      /\[(\\?`?)([A-Z]\w*)(\\?`?)\]\((\w*(?:\.md)?)#[^)]*\)/g,
      (_, open: string, name: string, close: string, page: string) =>
        `[${open}${name}${close}](${page}#type-${name.toLowerCase()})`,
    )
    .replaceAll(/\[(`[a-z]\w*`)\]\(#[\w-]+\)/g, '$1')

/** A page of the reference, made of what typedoc wrote for an entry. */
export function toApiPage(entry: EntryPage, written: string): SitePage {
  const body = withoutInherited(written.replaceAll(/<a id="[^"]*"><\/a> /g, '').replace(/^# .*\n/, ''))
  const moved = entryPages.reduce(
    (text, { file, page }) => text.replaceAll(new RegExp(`\\]\\((?:\\.\\./)?${file}(#|\\))`, 'g'), `](${page}.md$1`),
    body,
  )
  const names = [...moved.matchAll(/^### (\w+)\(\)/gm)].map(([, name]) => name)
  const inline = `import { ${names.join(', ')} } from '${entry.specifier}'`
  const imported = inline.length <= 60 ? inline : `import {\n  ${names.join(',\n  ')},\n} from '${entry.specifier}'`
  const head = `---\noutline: [2, 3]\n---\n\n# ${entry.specifier}\n\n${entry.about} Guide: ${entry.guide}.\n`
  return { path: `api/${entry.page}.md`, text: `${head}\n\`\`\`ts\n${imported}\n\`\`\`\n${withAnchors(moved)}` }
}

/** The first page of the reference. */
export function toApiIndex(): SitePage {
  const rows = entryPages.map(({ page, specifier, about }) => `| [\`${specifier}\`](${page}.md) | ${about} |`)
  const head =
    '# API reference\n\nMade of the comments in the source. The entries, by their import paths:\n\n| | |\n|---|---|'
  return { path: 'api/index.md', text: `${head}\n${rows.join('\n')}\n` }
}
