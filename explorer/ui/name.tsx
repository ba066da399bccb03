import { Fragment } from 'preact'
import { wordParts } from '../text/word-parts.ts'

/** A code, whose lines break between words. */
export function Name({ text }: { readonly text: string }) {
  return (
    <>
      {wordParts(text).map((part, at) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  )
}
