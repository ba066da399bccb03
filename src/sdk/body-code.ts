/** node-fetch keeps the code of a body that broke off. The error of a body that is too slow has a type, but no code. */
export function readBodyCode(error: Error): string {
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string') return code
  return Reflect.get(error, 'type') === 'body-timeout' ? 'ETIMEDOUT' : 'ERR_NETWORK'
}
