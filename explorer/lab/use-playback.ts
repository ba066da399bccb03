import { useEffect, useLayoutEffect, useState } from 'preact/hooks'

export const speeds = [1, 5, 10, 30] as const

/** Real milliseconds between two steps for readers who prefer reduced motion. */
const stillStepMs = 1_000

export interface Playback {
  /** Virtual milliseconds since the start. */
  readonly now: number
  readonly playing: boolean
  readonly speed: number
  readonly toggle: () => void
  readonly seek: (now: number) => void
  readonly setSpeed: (speed: number) => void
}

const prefersStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

/** Calls `step` with the real milliseconds since its last call: every frame, or once a second with reduced motion. */
function everyStep(step: (elapsedMs: number) => void): () => void {
  let last = performance.now()
  const tick = () => {
    const now = performance.now()
    step(now - last)
    last = now
  }
  if (prefersStill()) {
    const timer = setInterval(tick, stillStepMs)
    return () => clearInterval(timer)
  }
  let frame = requestAnimationFrame(function next() {
    tick()
    frame = requestAnimationFrame(next)
  })
  return () => cancelAnimationFrame(frame)
}

/**
 * A playhead over a recording. A new recording (`key`) is played from its start; with reduced motion it is shown at its
 * end.
 */
export function usePlayback(key: unknown, endMs: number): Playback {
  const [now, setNow] = useState(0)
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState(10)
  useEffect(() => {
    const still = prefersStill()
    setNow(still ? endMs : 0)
    setPlaying(!still && endMs > 0)
  }, [key])
  // Before the paint: a frame after the button says "Play" must not move the playhead.
  useLayoutEffect(() => {
    if (!playing) return undefined
    return everyStep((elapsed) => setNow((last) => Math.min(endMs, last + elapsed * speed)))
  }, [playing, speed, endMs])
  useEffect(() => {
    if (now >= endMs) setPlaying(false)
  }, [now, endMs])
  return {
    now,
    playing,
    speed,
    setSpeed,
    toggle() {
      if (!playing && now >= endMs) setNow(0)
      setPlaying(!playing)
    },
    seek(to) {
      setPlaying(false)
      setNow(to)
    },
  }
}
