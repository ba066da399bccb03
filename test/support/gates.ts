import { onTestFinished, vi } from 'vitest'
import { PacingGate } from '../../src/pacing/pacing-gate.ts'

/** The gates that calls pass from here on, to see what they still count as in flight. */
export function spyOnGates(): () => readonly PacingGate[] {
  const enter = vi.spyOn(PacingGate.prototype, 'enter')
  onTestFinished(() => enter.mockRestore())
  return () => [...new Set(enter.mock.contexts)].filter((context) => context instanceof PacingGate)
}
