/** The folders that are mutated, each with the tests that hold it. */
const rooms = {
  envelope: { mutate: ['src/envelope/**/*.ts'], tests: ['test/envelope/*', 'test/cli/read-question'] },
  retry: { mutate: ['src/retry/*.ts'], tests: ['test/retry/*'] },
  // Without the simulations, which take half a minute. The first pattern leaves out all that begins with `shared`.
  pacing: {
    mutate: ['src/pacing/*.ts'],
    tests: ['!(any-limit|fairness|scenarios|shared)', 'shared-*'].map((name) => `test/pacing/${name}`),
  },
  // Without what reads all files of catalog/.
  catalog: {
    mutate: ['src/catalog/*.ts', '!src/catalog/word-rules.ts'],
    tests: ['test/catalog/!(api3|every-pair|files|full|nearest|products|schema|search)'],
  },
  words: { mutate: ['src/catalog/word-rules.ts'], tests: ['test/catalog/word-rules'] },
  'full-catalog': {
    mutate: ['src/catalog/full/*.ts'],
    tests: ['full', 'nearest', 'products', 'search'].map((name) => `test/catalog/${name}`),
  },
}

const name = process.env.MUTATE ?? 'envelope'
const room = rooms[name]
if (!room) throw new Error(`MUTATE must be one of ${Object.keys(rooms).join(', ')}, not ${name}`)

// Read by vitest.config.ts, in processes that Stryker starts.
process.env.MUTATION_TESTS = room.tests.map((tests) => `${tests}.test.ts`).join(',')

/** `MUTATE=<room> npm run mutate`; what it found is in docs/hardening.md. */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.config.ts' },
  mutate: room.mutate,
  concurrency: 1,
  timeoutMS: 4_000,
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `reports/mutation-${name}.json` },
  incremental: true,
  incrementalFile: `reports/mutation-${name}-incremental.json`,
  tempDirName: 'reports/mutation',
  // Stryker rewrites tsconfig.json with TypeScript's compiler API, which version 7 does not have; Vitest needs no such file.
  tsconfigFile: 'none.json',
  ignorePatterns: ['explorer', 'docs/bench', 'examples', 'bench', 'dist'],
  disableTypeChecks: false,
}
