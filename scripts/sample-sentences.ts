// Prints sentences made of names, for a review by eye: a sample of the codes of API 3.0, the same for the same seed.
//
//   npx tsx scripts/sample-sentences.ts <seed> [<count>]     default: 400
import { describeByWords } from '../src/catalog/sentences/describe-by-words.ts'
import { readProducts } from './catalog/read-products.ts'

/** A linear congruential generator, so that a seed draws the same codes on every machine. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const [seed = 1, count = 400] = process.argv.slice(2).map(Number)
const random = createRandom(seed)
const names = new Map(
  readProducts().flatMap(({ service, api3 }) => (api3?.codes ?? []).map(([code]) => [code, service])),
)
const told = [...names].flatMap(([code, service]) => {
  const sentence = describeByWords(code, service)
  return sentence ? [{ code, service, ...sentence }] : []
})

console.log(`${names.size} names: ${((told.length / names.size) * 100).toFixed(1)} % give a sentence`)
const sample = told.map((one) => ({ ...one, at: random() })).sort((a, b) => a.at - b.at)
for (const { service, code, meaning, remedy } of sample.slice(0, count)) {
  console.log(`${service} ${code}\n  ${meaning.en} ${meaning.zh}${remedy ? ` [${remedy}]` : ''}`)
}
