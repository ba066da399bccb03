import type { Explained, ExplainOptions } from './explained.ts'

/**
 * Explains a failure of Tencent Cloud as it is pasted: a code (`4420`, `cmq 4400 10230`, `requestlimitexceeded`), a response
 * body, a whole HTTP response, a line of a log, an exception of an official SDK or of this package, a message without a code, a
 * failure of the transport (`ECONNRESET`, `HTTP 502`), or a word of this package (`could-duplicate`). The command and the
 * explorer read texts by the same code. Loads an index of all codes on first use.
 *
 * @param text the first 65,536 characters are read
 * @returns undefined when the text tells of no failure
 * @throws the error of the import when the index cannot be loaded
 * @example
 * ```ts
 * import { explain } from 'axios-tencentcloud/catalog'
 *
 * const explained = await explain('[TencentCloudSDKException] code:AuthFailure.SignatureExpire message:expired requestId:r-1')
 * if (explained?.subject === 'code') console.log(explained.retry, explained.remedy?.en)
 * ```
 */
export async function explain(text: string, options: ExplainOptions = {}): Promise<Explained | undefined> {
  const { explainText } = await import('./explain-text.ts')
  return explainText(text, options)
}
