const reason =
  'The test makes an instance with a baseURL, whose host the middleware takes for Tencent Cloud’s: a failed status, a lost connection and a timeout are errors of its own there, which are AxiosErrors too, with another name, and with axios’ error as their cause.'

/**
 * Tests of axios that come out otherwise if the host of a baseURL is trusted, and why that is meant, by file and name.
 * On foreign hosts none may differ.
 */
export const expectedWithTrust = Object.fromEntries(
  [
    'tests/unit/regression.test.js > regression issues 7364 fetch: should have status code in axios error',
    'tests/unit/regression.test.js > regression issues 7364 http: should have status code in axios error',
    'tests/unit/adapters/fetch.test.js > supports fetch with nodejs fetch adapter - timeout normalization should surface ETIMEDOUT when fetch rejects with a broken DOMException on abort (Safari)',
    'tests/unit/adapters/fetch.test.js > supports fetch with nodejs sets a non-enumerable cause on network errors so loggers do not throw (#7205)',
  ].map((name) => [name, reason]),
)
