import axios from 'axios'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

test('the oldest axios of the peer range is what these tests ran with', () => {
  expect(manifest.peerDependencies.axios).toBe('>=1.18 <2')
  expect(axios.VERSION).toBe('1.18.0')
})
