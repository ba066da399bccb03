import { onTestFinished, vi } from 'vitest'
import { PacingGate } from '../../src/pacing/pacing-gate.ts'

/** The gates that calls pass from here on, to see what they still count as in flight. */
export function spyOnGates(): () => readonly PacingGate[] {
  const pass = vi.spyOn(PacingGate.prototype, 'pass')
  onTestFinished(() => pass.mockRestore())
  return () => [...new Set(pass.mock.contexts)].filter((context) => context instanceof PacingGate)
}
