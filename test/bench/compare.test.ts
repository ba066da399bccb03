import { describe, expect, test } from 'vitest'
import {
  compare,
  compareAll,
  cpuTime,
  measureRounds,
  median,
  quantile,
  type Stopwatch,
  wallTime,
} from '../../bench/compare.ts'

/** Gives these values in turn, and writes down who was asked. */
function scripted(name: string, values: readonly number[], asked: string[] = []): () => number {
  let at = 0
  return () => {
    asked.push(name)
    return values[at++] ?? Number.NaN
  }
}

describe('a quantile', () => {
  test.each([
    [[3, 1, 2], 0.5, 2],
    [[4, 1, 3, 2], 0.5, 2.5],
    [[10, 20, 30, 40, 50], 0.25, 20],
    [[10, 20, 30, 40, 50], 0.75, 40],
    [[10, 20], 0.25, 12.5],
    [[7], 0.75, 7],
    [[2, 10, 1], 0, 1],
    [[2, 10, 1], 1, 10],
  ])('of %j below which a share of %d lies is %d', (values, share, expected) => {
    expect(quantile(values, share)).toBe(expected)
  })

  test('of no values is not a number', () => {
    expect(median([])).toBeNaN()
  })

  test('leaves the values in their order', () => {
    const values = [3, 1, 2]
    median(values)
    expect(values).toEqual([3, 1, 2])
  })
})

describe('measurements in rounds', () => {
  test('a ratio is that of one round, so that a slow round counts for both sides or for neither', async () => {
    const { baseline, sides } = await measureRounds(
      scripted('base', [1, 100, 10]),
      [scripted('double', [2, 200, 20]), scripted('various', [1, 150, 30])],
      3,
    )
    expect(baseline).toBe(10)
    expect(sides.map(({ median }) => median)).toEqual([20, 30])
    expect(sides[0]?.ratio).toEqual({ median: 2, lowerQuartile: 2, upperQuartile: 2, min: 2, max: 2 })
    expect(sides[1]?.ratio).toEqual({ median: 1.5, lowerQuartile: 1.25, upperQuartile: 2.25, min: 1, max: 3 })
  })

  test('the measurement of a round is the mean of its slices', async () => {
    const { baseline, sides } = await measureRounds(
      scripted('base', [1, 3, 10, 10]),
      [scripted('side', [5, 7, 10, 50])],
      2,
      2,
    )
    expect(baseline).toBe(6)
    expect(sides[0]?.ratio).toMatchObject({ min: 3, max: 3 })
  })

  test('every round measures each side once', async () => {
    const asked: string[] = []
    const [base, ...sides] = ['base', 'a', 'b', 'c'].map((name) => scripted(name, [1, 1, 1, 1, 1], asked))
    await measureRounds(base ?? Number, sides, 5)
    for (let round = 0; round < 5; round++) {
      expect(asked.slice(round * 4, round * 4 + 4).toSorted()).toEqual(['a', 'b', 'base', 'c'])
    }
  })

  test('each side begins a round in turn or ends it, and none always follows the same one', async () => {
    const names = ['base', 'a', 'b', 'c']
    const asked: string[] = []
    const [base, ...sides] = names.map((name) => scripted(name, new Array<number>(8).fill(1), asked))
    await measureRounds(base ?? Number, sides, 8)
    for (const name of names) {
      const places = new Set(asked.flatMap((one, at) => (one === name ? [at % 4] : [])))
      expect(places.size).toBeGreaterThanOrEqual(2)
      const before = new Set(asked.flatMap((one, at) => (one === name && at % 4 > 0 ? [asked[at - 1]] : [])))
      expect(before.size).toBeGreaterThanOrEqual(2)
    }
    const firsts = asked.filter((_, at) => at % 4 === 0)
    expect(new Set(firsts).size).toBeGreaterThanOrEqual(2)
  })

  test('a measurement may take its time, and the next one waits for it', async () => {
    let running = 0
    const slow = async () => {
      expect(++running).toBe(1)
      await Promise.resolve()
      return running--
    }
    const { sides } = await measureRounds(slow, [slow, slow], 3)
    expect(sides.map(({ ratio }) => ratio.median)).toEqual([1, 1])
  })

  test('an error of a measurement is that of the comparison', async () => {
    const broken = () => Promise.reject(new Error('no answer'))
    await expect(measureRounds(() => 1, [broken], 3)).rejects.toThrow('no answer')
  })
})

/** A time that only jobs let pass: each call of a job takes the microseconds that it is made with. */
function fakeTime() {
  let now = 0
  const stopwatch: Stopwatch = () => {
    const start = now
    return () => now - start
  }
  const taking = (us: number) => () => {
    now += us
  }
  return { stopwatch, taking }
}

/** Work for the processor. */
function busy(units: number): () => number {
  return () => {
    let sum = 0
    for (let at = 0; at < units * 4_000; at++) sum = (sum + at * at) % 1_000_003
    return sum
  }
}

describe('a comparison of jobs', () => {
  const pace = { rounds: 9, sideMs: 2 }

  test.each([
    ['many calls fit into a slice', 1],
    ['a call takes longer than its turn', 3_000],
  ])('gives the microseconds of a call, and by what factor they differ, when %s', async (_, us) => {
    const { stopwatch, taking } = fakeTime()
    const { baseline, sides } = await compareAll(taking(us), [taking(us), taking(8 * us)], pace, stopwatch)
    expect(baseline).toBeCloseTo(us)
    expect(sides[0]?.ratio.median).toBeCloseTo(1)
    expect(sides[1]?.median).toBeCloseTo(8 * us)
    expect(sides[1]?.ratio.median).toBeCloseTo(8)
  })

  test('gives each side about the time of its turn, and what is slow no more calls than needed', async () => {
    const { stopwatch, taking } = fakeTime()
    let calls = 0
    const slow = taking(1_000)
    const counted = () => {
      calls++
      slow()
    }
    await compareAll(taking(10), [counted], pace, stopwatch)
    // Of 2 ms a turn, in 9 rounds, after six warm-ups of as many calls at most.
    expect(calls).toBeGreaterThanOrEqual(2 * 9)
    expect(calls).toBeLessThanOrEqual(2 * (9 + 6))
  })

  test.each([
    ['time that passes', wallTime],
    ['processor time', cpuTime],
  ])('tells in %s what costs many times the baseline', async (_, stopwatch) => {
    const { baseline, sides } = await compareAll(busy(1), [busy(20)], pace, stopwatch)
    expect(baseline).toBeGreaterThan(0)
    expect(sides[0]?.ratio.median).toBeGreaterThan(3)
  })

  test('waits for promises: two calls of a job never run at once', async () => {
    let running = 0
    let most = 0
    const job = async () => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      running--
    }
    await compareAll(job, [job], { rounds: 2, sideMs: 0.1 })
    expect(most).toBe(1)
  })

  test('of two jobs divides the first by the second', async () => {
    const { stopwatch, taking } = fakeTime()
    const { hereUs, thereUs, ratio } = await compare(taking(20), taking(4), pace, stopwatch)
    expect([hereUs, thereUs, ratio.median]).toEqual([20, 4, 5].map((value) => expect.closeTo(value)))
  })

  test('an error of a job is that of the comparison', async () => {
    const broken = () => Promise.reject(new Error('refused'))
    await expect(compareAll(busy(1), [broken], pace)).rejects.toThrow('refused')
  })
})
