import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))

/**
 * What each room of src may import: a room, a file of a room (by the beginning of its path), a package, a module of
 * Node's; after `type ` of these only types. docs/architecture.md says the same in words.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  index: ['axios/', 'errors/', 'type catalog/', 'type pacing/', 'type retry/', 'type signing/', 'type telemetry/'],
  axios: [
    'errors/',
    'retry/',
    'pacing/',
    'request/',
    'envelope/',
    'catalog/',
    'signing/',
    'telemetry/',
    'check/',
    'axios',
  ],
  fetch: ['axios/', 'envelope/', 'axios'],
  sdk: ['axios/', 'errors/', 'envelope/', 'check/', 'axios'],
  errors: ['catalog/', 'type retry/', 'axios'],
  retry: ['type catalog/', 'type request/', 'p-retry'],
  pacing: ['type retry/clock'],
  request: [],
  envelope: [],
  catalog: ['check/'],
  cli: ['catalog/', 'envelope/', 'request/', 'retry/what-if', 'cac', 'picocolors'],
  fleet: ['pacing/shared-limit', 'check/', 'node:crypto'],
  signing: [],
  telemetry: ['type retry/', 'type pacing/'],
  'telemetry/otel': ['type retry/', 'telemetry/', '@opentelemetry/api'],
  check: [],
  testing: ['node:http'],
}

interface Import {
  readonly file: string
  readonly room: string
  /** A path below src, or what a package or a module of Node's is called. */
  readonly target: string
  readonly typeOnly: boolean
}

const statement = /^(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/gm
const dynamicImport = /\bimport\(\s*(?:\/\*[^*]*\*\/\s*)?'([^']+)'\s*\)/g

/** The innermost room in the table that a path below src is in. */
const roomOf = (path: string): string =>
  Object.keys(arrows)
    .filter((room) => path.startsWith(`${room}/`) || path === `${room}.ts`)
    .sort((a, b) => b.length - a.length)[0] ?? path

const files = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(`${root}src/${file}`, 'utf8')
  const found = [
    ...[...text.matchAll(statement)].map(([, type, specifier = '']) => ({ specifier, typeOnly: type !== undefined })),
    ...[...text.matchAll(dynamicImport)].map(([, specifier = '']) => ({ specifier, typeOnly: false })),
  ]
  return found.map(({ specifier, typeOnly }) => {
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier
    return { file, room: roomOf(file), target, typeOnly }
  })
}

const imports = files.flatMap(importsOf)

const isWithin = ({ room, target }: Import): boolean => target.startsWith(`${room}/`) && roomOf(target) === room

const fits = (target: string, wanted: string): boolean =>
  wanted.includes('/') && !wanted.startsWith('@') ? target.startsWith(wanted) : target === wanted

const permits = (arrow: string, { target, typeOnly }: Import): boolean =>
  arrow.startsWith('type ') ? typeOnly && fits(target, arrow.slice('type '.length)) : fits(target, arrow)

const isAllowed = (one: Import): boolean =>
  isWithin(one) || (arrows[one.room] ?? []).some((arrow) => permits(arrow, one))

describe('the rooms of src', () => {
  test('import nothing but what the table of arrows allows', () => {
    const against = imports.filter((one) => !isAllowed(one)).map(({ file, target }) => `${file} -> ${target}`)
    expect(against).toEqual([])
  })

  test('use every arrow of the table', () => {
    const unused = Object.entries(arrows).flatMap(([room, allowed]) =>
      allowed
        .filter((arrow) => !imports.some((one) => one.room === room && !isWithin(one) && permits(arrow, one)))
        .map((arrow) => `${room} -> ${arrow}`),
    )
    expect(unused).toEqual([])
  })

  test('have a row each in docs/architecture.md', () => {
    const document = readFileSync(`${root}docs/architecture.md`, 'utf8')
    const rows = [...document.matchAll(/^\| `src\/([a-z]+)` \|/gm)].map(([, room]) => room)
    const rooms = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]))
    expect(rows.sort()).toEqual([...rooms].sort())
  })

  test('have no file beyond 300 lines that does not begin with its reason', () => {
    const long = files
      .filter((file) => !file.includes('/generated/'))
      .filter((file) => {
        const text = readFileSync(`${root}src/${file}`, 'utf8')
        return text.trimEnd().split('\n').length > 300 && !/^\/\/ Longer than 300 lines since /.test(text)
      })
    expect(long).toEqual([])
  })
})
