import { wordParts } from '../text/word-parts.ts'

/** A code that may wrap between its words. */
export function Name({ text }: { readonly text: string }) {
  return <>{wordParts(text).flatMap((part, at) => (at > 0 ? [<wbr key={at} />, part] : [part]))}</>
}
