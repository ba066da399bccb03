import axios from 'axios'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

const { devDependencies, peerDependencies } = manifest
const aliases: string[] = [devDependencies['axios-oldest'], devDependencies['axios-middle']]

test('these tests run with the older versions of axios that package.json names', () => {
  expect(aliases).toContain(`npm:axios@${axios.VERSION}`)
})

test('the oldest of them is the lower end of the peer range', () => {
  expect(peerDependencies.axios).toBe(`>=${aliases[0]?.replace('npm:axios@', '')} <2`)
})
