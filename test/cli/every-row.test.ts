import { describe, expect, it } from 'vitest'
import { pairKey, readListedPairs } from '../../scripts/api3/read.ts'
import { readEntries, type ServiceEntry } from '../../scripts/catalog/read-products.ts'
import { type SeedRow, seedRows } from '../catalog/seed-rows.ts'
import { answerTo } from './terminal.ts'

async function told(args: readonly string[]) {
  const { exitCode, output } = await answerTo(['explain', ...args, '--json'])
  const { service, code, moduleCode, class: errorClass, retry, source } = JSON.parse(output)
  return { exitCode, service, code, moduleCode, class: errorClass, retry, source }
}

/** As somebody would ask for the row. */
const argsFor = ({ service, code, moduleCode, actions }: ServiceEntry | SeedRow): readonly string[] => [
  ...(service === '*' ? [] : [service]),
  ...[code, moduleCode].filter((part) => part !== undefined),
  ...(actions ? ['--action', actions[0]?.replace('*', 'Project') ?? ''] : []),
]

describe('explain --json', { timeout: 60_000 }, () => {
  it('gives the class and disposition of each of the 16,117 codes of API 3.0', async () => {
    const pairs = readListedPairs()
    expect(pairs).toHaveLength(16_117)
    for (const pair of pairs) {
      const { exitCode, source, class: errorClass, retry } = await told([pair.service, pair.code])
      expect([exitCode, source, errorClass, retry], pairKey(pair)).toEqual([0, 'listed', pair.class, pair.retry])
    }
  })

  it.each<[string, readonly (ServiceEntry | SeedRow)[]]>([
    // What a message tells apart, a code alone does not; and one name of an SDK has a blank in it, as no code has.
    [
      'the codes described by hand',
      readEntries().filter(({ code, message }) => message === undefined && !code?.includes(' ')),
    ],
    ['the rows of the five documents', seedRows],
  ])('tells each of %s from all others by product, codes and action', async (_, rows) => {
    for (const row of rows) {
      const { service, code = row.moduleCode, moduleCode, class: errorClass, retry } = row
      const args = argsFor(row)
      expect(await told(args), args.join(' ')).toEqual({
        exitCode: 0,
        service,
        code,
        moduleCode,
        class: errorClass,
        retry,
        source: 'listed',
      })
    }
  })
})

describe('a code with several meanings', () => {
  it.each<[string, string, object]>([
    ['4400', 'a request limit', { service: '*', class: 'ThrottlingError' }],
    ['cmq 4400', 'a size in CMQ', { service: 'cmq', class: 'InvalidParameterError' }],
    ['4400 10230', 'a size by its module code', { service: 'cmq', class: 'InvalidParameterError' }],
    ['scf 4400 9003', 'a bad parameter of SCF', { service: 'scf', class: 'InvalidParameterError' }],
    ['4200', 'an expired request', { service: '*', class: 'RequestExpiredError' }],
    ['scf 4200 10461', 'a missing right in SCF', { service: 'scf', class: 'AuthorizationError' }],
    ['4500', 'a replay', { service: '*', class: 'ReplayAttackError' }],
    ['cmq 4500 10480', 'a quota of CMQ', { service: 'cmq', class: 'QuotaExceededError' }],
    ['cmq 6040 10660', 'an old queue of CMQ', { retry: 'busy' }],
    ['cmq 6040 10750', 'a failed confirmation of CMQ', { retry: 'transient' }],
    ['cmq 6040 10760', 'a half confirmation of CMQ', { class: 'PartialSuccessError' }],
    ['account 4000 9003 --action AddProject', 'a project name', { remedy: { en: 'Send a project name.' } }],
    [
      'account 4000 9003 --action DescribeProject',
      'a project query',
      { meaning: { en: 'A parameter of the project query is wrong.' } },
    ],
    ['cdb 9003', 'a parameter of CDB', { service: 'cdb', class: 'InvalidParameterError' }],
    ['monitor -503', 'a parameter of the monitor', { service: 'monitor', class: 'InvalidParameterError' }],
  ])('%s is %s', async (args, _, expected) => {
    const { output } = await answerTo(['explain', ...args.split(' '), '--json'])
    expect(JSON.parse(output)).toMatchObject(expected)
  })
})
