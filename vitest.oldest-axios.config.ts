import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

// What meets axios, with the oldest one that the package promises to work with.
export default defineConfig({
  ...base,
  plugins: [
    {
      name: 'oldest-axios',
      enforce: 'pre',
      resolveId(id, importer) {
        return id === 'axios' ? this.resolve('axios-1.18', importer, { skipSelf: true }) : undefined
      },
    },
  ],
  test: {
    ...base.test,
    exclude: [],
    include: [
      'test/axios/{action,attach,attempts-of,bodies,cancellation,client-token,deadline,failures,interceptors,retries,run-when,signed,signers,streams,transforms}.test.ts',
      'test/errors/*.test.ts',
      'test/oldest-axios/*.test.ts',
    ],
  },
})
