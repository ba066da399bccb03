// Counts what a program does, so that a test can tell linear growth from quadratic without a clock.
//
// A file that uses it imports it first, by a statement of its own (`import '../support/steps.ts'`): V8 counts the blocks
// of those functions that it compiles from then on.
import { Session } from 'node:inspector'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const ownFolders = ['src/', 'explorer/', 'scripts/'].map((folder) => root + folder)

const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

interface ScriptCoverage {
  readonly url: string
  readonly functions: readonly {
    readonly functionName: string
    readonly isBlockCoverage: boolean
    readonly ranges: readonly { readonly count: number }[]
  }[]
}

/** How often blocks of this package's code have run since this was last asked. */
function takeBlocks(): number {
  let scripts: readonly ScriptCoverage[] = []
  // The inspector of the own thread calls back before `post` returns.
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error) throw error
    scripts = result
  })
  const own = scripts.filter(({ url }) => ownFolders.some((folder) => url.replace('file://', '').startsWith(folder)))
  let blocks = 0
  for (const { url, functions } of own) {
    for (const { functionName, isBlockCoverage, ranges } of functions) {
      const count = ranges.reduce((sum, range) => sum + range.count, 0)
      if (count > 0 && !isBlockCoverage) throw new Error(`${url} ran ${functionName} before test/support/steps.ts`)
      blocks += count
    }
  }
  return blocks
}

let natives = 0

/** What a call of a native function costs, in characters or elements. */
type Cost = (self: unknown, args: readonly unknown[], result: unknown) => number

const lengthOf = (value: unknown): number => Number(Object(value).length ?? 0)
const ofSelf: Cost = (self) => lengthOf(self)
const ofResult: Cost = (_self, _args, result) => lengthOf(result)
const ofOne: Cost = () => 1
const ofInput: Cost = (_self, [input]) => lengthOf(input)

/** To the end of what was found; to the end of everything where nothing was. */
const ofSearch: Cost = (self, [sought, from]) => {
  const [text, start] = [self as string, Number(from ?? 0)]
  const at = text.indexOf(String(sought), start)
  return at < 0 ? Math.max(0, text.length - start) : at - start + lengthOf(sought)
}

const stringPrototype: object = String.prototype
const arrayPrototype: object = Array.prototype
const iterators = ['', [], new Map(), new Set()].map(
  (value) => Object.getPrototypeOf(Object(value)[Symbol.iterator]()) as object,
)

const costs: readonly (readonly [owner: object, names: readonly string[], cost: Cost])[] = [
  [stringPrototype, ['indexOf', 'includes'], ofSearch],
  [stringPrototype, ['lastIndexOf', 'split', 'replaceAll', 'replace', 'trim', 'trimStart', 'trimEnd'], ofSelf],
  [stringPrototype, ['slice', 'substring', 'toLowerCase', 'toUpperCase', 'normalize', 'toWellFormed'], ofResult],
  [stringPrototype, ['padStart', 'padEnd', 'repeat', 'concat'], ofResult],
  [arrayPrototype, ['shift', 'unshift', 'splice', 'indexOf', 'includes', 'join', 'sort', 'reverse'], ofSelf],
  [arrayPrototype, ['slice', 'concat', 'flat'], ofResult],
  [JSON, ['parse'], ofInput],
  [JSON, ['stringify'], ofResult],
  [TextDecoder.prototype, ['decode'], ofResult],
  [TextEncoder.prototype, ['encode'], ofResult],
  ...iterators.map((iterator) => [iterator, ['next'], ofOne] as const),
]

type Native = (this: unknown, ...args: unknown[]) => unknown

function replace(owner: object, name: string, replacement: (native: Native) => Native): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name)
  if (typeof descriptor?.value !== 'function') throw new Error(`no native function ${name}`)
  Object.defineProperty(owner, name, { ...descriptor, value: replacement(descriptor.value as Native) })
  return () => Object.defineProperty(owner, name, descriptor)
}

/** While a cost is worked out, nothing is counted. */
let isCounting = false

const counting =
  (cost: Cost) =>
  (native: Native): Native =>
    function counted(this: unknown, ...args) {
      const result = Reflect.apply(native, this, args)
      if (isCounting) {
        isCounting = false
        natives += cost(this, args, result)
        isCounting = true
      }
      return result
    }

/** All that regular expressions do goes through `exec` once it is replaced. */
const countingExec = (exec: Native): Native =>
  function counted(this: unknown, ...args) {
    const regex = this as RegExp
    const from = regex.global || regex.sticky ? regex.lastIndex : 0
    const found = Reflect.apply(exec, regex, args) as RegExpExecArray | null
    if (!isCounting) return found
    if (found) natives += found.index + found[0].length - from + 1
    else natives += regex.sticky ? 1 : lengthOf(args[0]) - from
    return found
  }

function countNatives(): () => void {
  const undo = costs.flatMap(([owner, names, cost]) => names.map((name) => replace(owner, name, counting(cost))))
  undo.push(replace(RegExp.prototype, 'exec', countingExec))
  return () => {
    for (const one of undo) one()
  }
}

/**
 * The steps of a run: blocks of this package's code that ran (the body of a loop counts each time), and characters and
 * elements that went through the language's own functions for texts, lists and JSON. A busy machine changes nothing.
 */
export async function countSteps(run: () => unknown): Promise<number> {
  const undo = countNatives()
  try {
    takeBlocks()
    natives = 0
    isCounting = true
    await run()
    isCounting = false
    return takeBlocks() + natives
  } finally {
    isCounting = false
    undo()
  }
}

/**
 * How the steps of a run grow with the size of what it is given: about 1 where an input four times as large takes four
 * times the steps, 4 where it takes sixteen times as many.
 */
export async function growthOf<T>(
  make: (size: number) => T,
  run: (input: T) => unknown,
  size = 16_000,
): Promise<number> {
  const [small, large] = [make(size), make(4 * size)]
  const stepsOfSmall = await countSteps(() => run(small))
  return (await countSteps(() => run(large))) / (4 * stepsOfSmall)
}

/** The most growth that is linear: what is sorted grows a little more. */
export const linear = 1.3
