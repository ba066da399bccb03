import axios from 'axios'

const numbersOf = (version: string): number[] => version.split('.').map(Number)

/** Do these tests run with axios of that version (`1.16`) or later? A few promises are about what older ones lack. */
export function axiosHas(version: string): boolean {
  const [major = 0, minor = 0] = numbersOf(axios.VERSION)
  const [needsMajor = 0, needsMinor = 0] = numbersOf(version)
  return major > needsMajor || (major === needsMajor && minor >= needsMinor)
}
