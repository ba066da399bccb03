import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toSnippet } from '../../explorer/code/snippet.ts'
import { type ErrorClassName, kindByClass } from '../../src/catalog/index.ts'
import { run } from '../support/run.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const classes = Object.keys(kindByClass) as ErrorClassName[]

const throttle = { class: 'ThrottlingError', code: '4420', moduleCode: '10250', advice: 'Slow\ndown.' } as const

describe('the snippet that catches a code', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'snippets-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('compares the class, the code and the module code', () => {
    expect(toSnippet(throttle)).toBe(`import { ThrottlingError } from 'axios-tencentcloud'

try {
  // your call
} catch (error) {
  if (!(error instanceof ThrottlingError && error.code === '4420' && error.moduleCode === '10250')) throw error
  // Slow down.
}
`)
  })

  it('compares the module code alone where the public code is any', () => {
    const snippet = toSnippet({ ...throttle, code: '' })
    expect(snippet).toContain("if (!(error instanceof ThrottlingError && error.moduleCode === '10250')) throw error")
  })

  it('is strict TypeScript that imports a class which the package exports, for every class', async () => {
    const files = classes.map((name) => `${name}.mts`)
    for (const name of classes) writeFileSync(join(folder, `${name}.mts`), toSnippet({ ...throttle, class: name }))
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2023', 'es2024.string', 'dom', 'dom.iterable'],
      types: ['node'],
      typeRoots: [`${root}node_modules/@types`],
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noUnusedLocals: true,
      paths: { 'axios-tencentcloud': [`${root}src/index.ts`], axios: [`${root}node_modules/axios/index.d.ts`] },
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
    const { stdout } = await run(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', folder])
    expect(stdout).toBe('')
  })

  it('holds any code of an address as a string, and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (code) => {
        const literal = toSnippet({ ...throttle, code, moduleCode: '' }).match(/error\.code === ('.*')\)\) throw/)?.[1]
        fc.pre(code !== '')
        expect(new Function(`return ${literal}`)()).toBe(code)
      }),
    )
  })

  it('keeps its advice in one comment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (advice) => {
        const lines = toSnippet({ ...throttle, advice }).split(/[\n\r\u2028\u2029]/)
        expect(lines).toHaveLength(9)
        expect(lines[6]?.trimStart().startsWith('//')).toBe(true)
      }),
    )
  })
})
