import { faults } from 'axios-tencentcloud/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { english } from '../../src/catalog/generated/texts/common.ts'
import { openStage, type Stage } from './stage.ts'

const lazy = [
  'axios/recovery/recovery.ts',
  'catalog/generated/codes.ts',
  'catalog/generated/exceptions.ts',
  'catalog/generated/texts/common.ts',
  'catalog/generated/texts/kms.ts',
  'catalog/describe-name.ts',
  'request/generated/client-tokens.ts',
].map((path) => `src/${path}`)

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())
beforeEach(() => stage.fake.reset())

const chunkWith = (source: string): string => {
  const chunk = stage.bundle.chunks.find(({ sources }) => sources.includes(source))
  if (!chunk) throw new Error(`no chunk with ${source}`)
  return chunk.name
}

/** The chunk with a source, and those that load with it: a name of a product is checked at once. */
function namesWith(source: string): readonly string[] {
  const names = new Set([chunkWith(source)])
  for (const name of names) {
    for (const other of stage.bundle.chunks.find((chunk) => chunk.name === name)?.imports ?? []) names.add(other)
  }
  return [...names]
}

const initialNames = (): string[] => stage.bundle.initial.map(({ name }) => name).sort()

test('the bundle imports no built-in module of Node', () => {
  expect(stage.bundle.unresolved).toEqual([])
})

test('what a page loads at first holds the library, and none of the catalog’s tables and texts', () => {
  const sources = stage.bundle.initial.flatMap((chunk) => chunk.sources)
  expect(sources).toContain('src/index.ts')
  expect(sources.filter((source) => lazy.includes(source))).toEqual([])
  const script = stage.bundle.initial.map(({ text }) => text).join('\n')
  expect(english.length).toBeGreaterThan(100)
  expect(english.filter(([meaning]) => meaning.length > 30 && script.includes(meaning))).toEqual([])
})

test.each(['xhr', 'fetch'])(
  '%s: a page loads the texts at the first failure, and before it nothing but the check of the product’s name',
  async (adapter) => {
    const { page, scripts, complaints } = await stage.open()
    const call = () =>
      page.evaluate(
        ([adapter, baseURL]) =>
          kit.outcomeOf(kit.client({ adapter, baseURL }).get('/v2/index.php', { params: { Action: 'ListKey' } })),
        [adapter, stage.baseURL] as const,
      )
    expect(await call()).toMatchObject({ content: { code: 0 } })
    const atFirst = [...initialNames(), ...namesWith('src/engine/warn-of-service.ts')]
    expect(scripts.filter((name) => !atFirst.includes(name))).toEqual([])

    stage.fake.fail('ListKey', faults.legacy(4300, '(1)denied'))
    const { error } = await call()
    expect(error?.json.meaning).toMatchObject({
      en: expect.stringMatching(/\w/),
      zh: expect.stringMatching(/\p{Script=Han}/u),
    })
    expect(scripts).toContain(chunkWith('src/catalog/generated/texts/common.ts'))
    expect(scripts).toContain(chunkWith('src/catalog/generated/texts/kms.ts'))
    expect(scripts).not.toContain(chunkWith('src/catalog/generated/texts/cvm.ts'))
    expect(scripts).toContain(chunkWith('src/catalog/generated/codes.ts'))

    const loaded = scripts.length
    stage.fake.fail('ListKey', faults.legacy(4300, '(1)denied'))
    expect((await call()).error?.name).toBe('AuthorizationError')
    expect(scripts).toHaveLength(loaded)
    expect(complaints).toEqual([])
  },
)

test('a failure whose chunks cannot be loaded is a typed error all the same', async () => {
  const initial = new Set(initialNames())
  const { page, complaints } = await stage.open(async (opened) => {
    await opened.route('**/*.js', (route) =>
      initial.has(new URL(route.request().url()).pathname.slice(1)) ? route.continue() : route.abort(),
    )
  })
  stage.fake.fail('ListKey', faults.legacy(4300, '(1)denied'))
  const { error } = await page.evaluate(
    (baseURL) => kit.outcomeOf(kit.client({ baseURL }).get('/v2/index.php', { params: { Action: 'ListKey' } })),
    stage.baseURL,
  )
  expect(error).toMatchObject({ isTencentCloudError: true, json: { code: '4300', moduleCode: '1' } })
  expect(complaints).toEqual([])
})
