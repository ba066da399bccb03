/**
 * Creates a nonce for signatures of version 1: a safe integer in [2^52, 2^53) in decimal, with 52 random bits. Among a
 * million calls in one second, the probability of a collision is 1 in 9,000. The official SDKs send up to 63 bits
 * (Python: `random.randint(1, sys.maxsize)`, Go: `rand.Int()`).
 */
export function createNonce(): string {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
  return String(2 ** 52 + (high >>> 12) * 2 ** 32 + low)
}
