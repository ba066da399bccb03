/**
 * A nonce for the signatures of version 1: decimal digits of a safe integer in [2^52, 2^53), so it carries 52 random
 * bits and is never short. Two of a million calls in one second collide with a probability of 1 in 9,000.
 * The official SDKs send up to 63 bits (Python: `random.randint(1, sys.maxsize)`, Go: `rand.Int()`).
 */
export function createNonce(): string {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
  return String(2 ** 52 + (high >>> 12) * 2 ** 32 + low)
}
