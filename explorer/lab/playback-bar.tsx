import { useText } from '../text/language.tsx'
import { type Playback, speeds } from './use-playback.ts'

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

/** Controls for playing back the requests, at several speeds. */
export function PlaybackBar({ playback, endMs }: { readonly playback: Playback; readonly endMs: number }) {
  const t = useText()
  const { now, playing, speed, toggle, seek, setSpeed } = playback
  return (
    <div class="playback">
      <button type="button" class="quiet" onClick={toggle}>
        {playing ? t({ en: 'Pause', zh: '暂停' }) : t({ en: 'Play', zh: '播放' })}
      </button>
      <input
        type="range"
        min={0}
        max={Math.ceil(endMs)}
        step={100}
        value={Math.round(now)}
        aria-label={t({ en: 'Time', zh: '时间' })}
        aria-valuetext={seconds(now)}
        onInput={(event) => seek(Number(event.currentTarget.value))}
      />
      <output aria-live="off">{seconds(now)}</output>
      <label class="speed">
        {t({ en: 'Speed', zh: '速度' })}
        <select value={speed} onChange={(event) => setSpeed(Number(event.currentTarget.value))}>
          {speeds.map((factor) => (
            <option key={factor} value={factor}>
              {factor} ×
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
