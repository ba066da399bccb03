// npm run validate:rules: prints the precision and recall of the rules for names
import { createNameClassifier, type NameClassifier } from '../src/catalog/classify-name.ts'
import type { Disposition } from '../src/catalog/entry.ts'
import { type WordRule, wordRules } from '../src/catalog/word-rules.ts'
import { judgeRetryByFlags } from './api3/by-flags.ts'
import { findCuratedEntry, findPrefix, judgeByName } from './api3/by-name.ts'
import { findExceptions } from './api3/exceptions.ts'
import { type ListedPair, pairKey, readHandLabels, readListedPairs, readYardstick } from './api3/read.ts'
import { type Graded, isHeldOut, isRetryable, isUnseen, toFold, toScore } from './api3/score.ts'

const folds = 5

interface Case extends ListedPair {
  /** The disposition by the flags alone. */
  readonly raw: Disposition
  /** The disposition by the flags, with mistakes of the word search corrected by hand. */
  readonly corrected: Disposition
}

const pairs = readListedPairs()
const labels = readHandLabels()
const cases: readonly Case[] = pairs
  .filter(({ flags }) => flags !== '?')
  .map((pair) => {
    const byHand = findCuratedEntry(pair)?.retry
    const raw = byHand ?? judgeRetryByFlags(pair)
    return { ...pair, raw, corrected: byHand ?? labels.get(pairKey(pair))?.retry ?? raw }
  })

/** Whether the prefix does not make the code retryable, so that words decide. */
const needsWords = ({ code }: Case): boolean => !isRetryable(findPrefix(code)?.retry ?? 'never')

type Given = (pair: Case) => Disposition

const byName =
  (classify?: NameClassifier): Given =>
  (pair) =>
    findCuratedEntry(pair)?.retry ?? judgeByName(pair.code, classify).retry

const dispositions: readonly (readonly [name: string, counts: (retry: Disposition) => boolean])[] = [
  ['throttle', (retry) => retry === 'throttle'],
  ['transient', (retry) => retry === 'transient'],
  ['busy', (retry) => retry === 'busy'],
  ['retryable', isRetryable],
]

const rounded = (part: number): string => (Number.isNaN(part) ? '–' : part.toFixed(3))

const columns = (cells: readonly string[]): string =>
  cells
    .map((cell) => cell.padEnd(20))
    .join('')
    .trimEnd()

/** Prints a row: precision and recall of each disposition, and of all retryable ones together. */
function print(title: string, graded: readonly Graded[]): void {
  const cells = dispositions.map(([, counts]) => {
    const { right, wrong, precision, recall } = toScore(graded, counts)
    return `${rounded(precision)} ${rounded(recall)} ${right}/${right + wrong}`
  })
  console.log(`${title.padEnd(64)}${columns(cells)}`)
}

function printHeader(title: string): void {
  console.log(`\n${title}`)
  console.log(`${' '.repeat(64)}${columns(dispositions.map(([name]) => name))}`)
}

function printAll(title: string, rows: readonly Case[], given: Given): void {
  printHeader(`${title} (${rows.length} codes)`)
  for (const truth of ['raw', 'corrected'] as const) {
    const grade = (some: readonly Case[]) => some.map((pair) => ({ given: given(pair), wanted: pair[truth] }))
    print(`  all codes, ${truth} flags`, grade(rows))
    print(`  where the prefix does not make it retryable, ${truth} flags`, grade(rows.filter(needsWords)))
  }
}

/** Keeps the phrases that are right in at least one and in at least 80 % of their hits on the given cases. */
function choosePhrases(training: readonly Case[]): readonly WordRule[] {
  return wordRules.map((rule) => {
    if (rule.retry === undefined || !isRetryable(rule.retry)) return rule
    const words = rule.words.filter((phrase) => {
      const classify = createNameClassifier([{ ...rule, words: [phrase] }])
      const hits = training.filter(({ code }) => classify(code, findPrefix(code)) !== undefined)
      const right = hits.filter(({ corrected }) => isRetryable(corrected))
      return right.length > 0 && right.length >= 0.8 * hits.length
    })
    return { ...rule, words }
  })
}

/** Judges each product by rules whose phrases were chosen on the products of the other folds. */
function crossValidate(): Given {
  const classifiers = Array.from({ length: folds }, (_, fold) =>
    createNameClassifier(choosePhrases(cases.filter(({ service }) => toFold(service, folds) !== fold))),
  )
  return (pair) => byName(classifiers[toFold(pair.service, folds)])(pair)
}

console.log('Each cell: precision, recall, right/given. Truth: the flags as found, or with mistakes corrected by hand.')

printAll(`Names alone, ${folds} folds of products, phrases chosen in each fold`, cases, crossValidate())
const heldOut = cases.filter(({ service }) => isHeldOut(service))
printAll('Names alone, products held out when the rules were written', heldOut, byName())
const unseen = cases.filter(({ service }) => isUnseen(service))
printAll('Names alone, products not looked at when the rules were extended', unseen, byName())
printAll('Names alone, all products', cases, byName())

const exceptions = new Map(findExceptions(pairs).map((pair) => [pairKey(pair), pair.retry]))
printAll('Rules and exceptions', cases, (pair) => exceptions.get(pairKey(pair)) ?? byName()(pair))

const judged = readYardstick()
const gradeByName = (some: typeof judged) =>
  some.map(({ code, retry }) => ({ given: judgeByName(code).retry, wanted: retry }))
printHeader(`Names alone, yardstick of ${judged.length} codes labelled by hand`)
print('  all', gradeByName(judged))
print('  products held out', gradeByName(judged.filter(({ service }) => isHeldOut(service))))

const sameClass = judged.filter((label) => judgeByName(label.code).class === label.class).length
console.log(`\n${sameClass} of the ${judged.length} classes right from the name alone`)
console.log(`${exceptions.size} exceptions among ${pairs.length} listed codes`)
