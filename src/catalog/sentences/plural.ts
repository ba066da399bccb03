/** Words that end with an `s` and are singular. */
export const singular =
  /(?:^|[^a-z])(?:access|address|alias|analysis|diagnosis|business|bus|class|css|dns|express|https|ingress|egress|is|js|loss|mps|process|progress|redis|series|status|success|tls|news|qcs|fps|qps|ops|ics|gps|canvas|uniqueness|liveness|readiness|windows|kubernetes|axis|basis|kms|sms|cls|cos|ecs|cbs|sts|eks|rs|os|pos|aws|mts|arrears|prometheus|statistics|radius|corpus|focus|times|iis|gis|ccs|tags?less|credits?less)$/i

/** What cannot be counted. */
const mass =
  /(?:^| )(?:access|authorization|balance|bandwidth|billing|capacity|concurrency|content|credit|data|history|information|inventory|media|memory|money|quota|(?:disk|free|storage) space|stock|storage|support|time|traffic|software)$/i

export const isMass = (en: string): boolean => mass.test(en) || /(?:^| )permission to /i.test(en)

/** The plural of what is one thing. */
export function toPlural(en: string): string {
  return isMass(en) || (/[^s]s$/.test(en) && !singular.test(en)) ? en : addEnding(en)
}

export function addEnding(en: string): string {
  if (/[^aeiou]y$/.test(en)) return `${en.slice(0, -1)}ies`
  return /(?:s|x|ch|sh)$/.test(en) ? `${en}es` : `${en}s`
}
