import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))

/**
 * The allowed imports of each room of src: a room or a file of a room (by the beginning of its path), a package, or a
 * module of Node. After `type `, only types may be imported. docs/architecture.md has the same table in words.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  index: [
    'axios/',
    'engine/attempts-of',
    'errors/',
    'type catalog/',
    'type pacing/',
    'type retry/',
    'type signing/',
    'streams/',
    'type telemetry/',
  ],
  axios: ['engine/', 'options/', 'envelope/', 'request/', 'signing/', 'streams/', 'check/', 'axios'],
  fetch: ['engine/', 'options/', 'envelope/', 'request/', 'signing/', 'streams/', 'errors/', 'check/', 'axios'],
  sdk: ['engine/', 'options/', 'envelope/', 'request/', 'streams/', 'errors/', 'check/', 'axios'],
  engine: [
    'options/',
    'errors/',
    'retry/',
    'pacing/',
    'request/',
    'type envelope/',
    'envelope/answer-',
    'streams/',
    'catalog/',
    'signing/',
    'telemetry/',
    'check/',
  ],
  options: [
    'catalog/',
    'check/',
    'retry/',
    'type errors/',
    'type pacing/',
    'type signing/',
    'type telemetry/',
    'type axios',
  ],
  errors: ['catalog/', 'check/', 'type retry/', 'axios'],
  retry: ['type catalog/', 'type request/', 'p-retry'],
  pacing: ['type retry/clock'],
  request: ['check/'],
  envelope: ['check/'],
  streams: ['envelope/', 'check/'],
  catalog: ['check/'],
  'full-catalog': ['catalog/full/', 'explain/'],
  explain: [
    'catalog/',
    'engine/recovery/status-evidence',
    'engine/recovery/transport-fault',
    'engine/recovery/transport-texts',
    'envelope/',
    'request/',
    'type retry/attempt',
    'retry/policy',
    'retry/what-if',
  ],
  cli: [
    'catalog/',
    'explain/',
    'errors/printable',
    'type request/repeat',
    'cac',
    'picocolors',
    'node:fs',
    'node:http',
    'node:path',
    'node:util',
    'node:zlib',
  ],
  fleet: ['pacing/shared-limit', 'pacing/tuning', 'check/', 'node:crypto'],
  signing: [],
  telemetry: ['type retry/', 'type pacing/', 'type streams/'],
  'telemetry/otel': ['type retry/', 'telemetry/', '@opentelemetry/api'],
  check: [],
  testing: ['node:http'],
}

/** Files that may have more than 300 lines. */
const longFiles: readonly string[] = ['catalog/word-rules.ts']

interface Import {
  readonly file: string
  readonly room: string
  /** A path below src, or the name of a package or of a module of Node. */
  readonly target: string
  readonly typeOnly: boolean
}

const statement = /^(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/gm
const dynamicImport = /\bimport\(\s*(?:\/\*[^*]*\*\/\s*)?'([^']+)'\s*\)/g

/** Finds the innermost room of the table that contains a path below src. */
const findRoom = (path: string): string =>
  Object.keys(arrows)
    .filter((room) => path.startsWith(`${room}/`) || path === `${room}.ts`)
    .sort((a, b) => b.length - a.length)[0] ?? path

const files = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))

/** Lists the imports of a file: of values and types, static and lazy, and of files that it exports again. */
function readImports(file: string): readonly Import[] {
  const text = readFileSync(`${root}src/${file}`, 'utf8')
  const found = [
    ...[...text.matchAll(statement)].map(([, type, specifier = '']) => ({ specifier, typeOnly: type !== undefined })),
    ...[...text.matchAll(dynamicImport)].map(([, specifier = '']) => ({ specifier, typeOnly: false })),
  ]
  return found.map(({ specifier, typeOnly }) => {
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier
    return { file, room: findRoom(file), target, typeOnly }
  })
}

const imports = files.flatMap(readImports)

const isWithin = ({ room, target }: Import): boolean => target.startsWith(`${room}/`) && findRoom(target) === room

const fits = (target: string, wanted: string): boolean =>
  wanted.includes('/') && !wanted.startsWith('@') ? target.startsWith(wanted) : target === wanted

const permits = (arrow: string, { target, typeOnly }: Import): boolean =>
  arrow.startsWith('type ') ? typeOnly && fits(target, arrow.slice('type '.length)) : fits(target, arrow)

const isAllowed = (one: Import): boolean =>
  isWithin(one) || (arrows[one.room] ?? []).some((arrow) => permits(arrow, one))

/** What each node imports. */
type Graph = ReadonlyMap<string, readonly string[]>

/** The files of src that each file imports. */
const fileGraph: Graph = new Map(
  files.map((file) => [file, imports.filter((one) => one.file === file).map(({ target }) => target)]),
)

/** The other rooms that each room imports. */
const roomGraph: Graph = new Map(
  Object.keys(arrows).map((room) => [
    room,
    imports
      .filter((one) => one.room === room && !isWithin(one) && files.includes(one.target))
      .map(({ target }) => findRoom(target)),
  ]),
)

/** Finds the shortest path of imports from a node back to itself; undefined if no path leads back. */
function findCircle(graph: Graph, start: string): readonly string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const file of queue) {
    for (const next of graph.get(file) ?? []) {
      if (next === start) {
        const path = [file]
        for (let at = cameFrom.get(file); at !== undefined; at = cameFrom.get(at)) path.unshift(at)
        return path
      }
      if (cameFrom.has(next)) continue
      cameFrom.set(next, file)
      queue.push(next)
    }
  }
  return undefined
}

/** Finds the circles of imports: for each node that is in one, its shortest. Circles of the same nodes are reported once. */
function findCircles(graph: Graph): readonly string[] {
  const circles = new Map<string, readonly string[]>()
  for (const node of graph.keys()) {
    const circle = findCircle(graph, node)
    if (circle) circles.set([...circle].sort().join(), circle)
  }
  return [...circles.values()].map((circle) => [...circle, circle[0]].join(' -> '))
}

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

  test('have no circle of files, whether by values or types, static or lazy imports', () => {
    expect(findCircles(fileGraph)).toEqual([])
  })

  test('have no circle among themselves', () => {
    expect(findCircles(roomGraph)).toEqual([])
  })

  test('have no file of more than 300 lines, except the listed ones', () => {
    const long = files
      .filter((file) => !file.includes('/generated/'))
      .filter((file) => readFileSync(`${root}src/${file}`, 'utf8').trimEnd().split('\n').length > 300)
    expect(long).toEqual(longFiles)
  })
})
