/** The tuned numbers of slots that a fleet grants, apart from those of tuning.ts because they load with a fleet only. */
export const slotRule = {
  /**
   * A slot that passed longer ago than this is dropped for the next one (ms): several of them, used at once after a
   * pause, would be a burst.
   */
  latestMs: 50,
  /** More slots are asked for when the last one is this near (ms): the answer of a distant store then comes in time. */
  aheadMs: 100,
  /**
   * Slots are asked for in batches for at most this time (ms), so that processes take turns, and one that dies takes
   * few slots with it.
   */
  batchMs: 250,
  /**
   * A widened margin shrinks by 1 ms with the calls that fit into this time at the full rate (ms). That is faster than
   * where bursts are sent: evenly spaced calls are throttled by a rare delay, and each process sees few of them.
   */
  calmingMs: 100,
  /** A limit that is not known, of a store that is away, is looked up again after this time (ms). */
  lookUpAgainMs: 1_000,
  /** A learned limit without a free slot is asked again after this time at the latest (ms). */
  askAgainMs: 250,
  /** Part of the rate that is taken off at a throttle until the store has answered (fraction), as in `decrease`. */
  decrease: 0.07,
} as const
