/** Counts the calls that one limit sees, of one account and region where these count apart. */
export interface Meter {
  /** Whether one more call fits. `now` is in epoch milliseconds, as everywhere here. */
  hasRoom(now: number): boolean
  count(now: number): void
  /** A call that was counted has been answered. */
  release(): void
}

/** Makes a meter. It goes on with what `previous` counted, where that is of the same kind. */
export type StartMeter = (now: number, previous: Meter | undefined) => Meter
