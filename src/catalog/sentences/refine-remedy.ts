import type { Slots } from './match-pattern.ts'
import type { Remedy } from './remedies.ts'

/** What is made smaller when a limit on it is exceeded, and what happens less often. */
const sizes = /^(?:character|characters|content|depth|description|duration|height|length|name|names|remark|size|width)$/
const rates = /^(?:concurrency|frequency|qps|rate|request|requests)$/

/** What goes on, or changes by itself. */
const goesOn = /^(?:action|activity|flow|job|operation|state|status|task)$/

/** What a request gives. */
const given =
  /^(?:address|cidr|code|content|count|data|date|email|fields?|filters?|format|ids?|interval|ip|json|key|keys|language|length|level|limit|mode|names?|number|option|options|order|parameters?|password|path|period|port|ports|protocol|range|region|request|rule|signature|size|sql|string|syntax|text|time|timestamp|token|type|types|url|value|values|version|weight|window|zone)$/

/** What is chosen anew, and cannot be released. */
const chosen = /^(?:email|ids?|names?|number|password|port)$/

/** What there may be too many of, and is deleted. */
const kept = /^(?:(?:database|group|line|listener|record|rule|snapshot|template|topic)s?|prox(?:y|ies)|strategies)$/

/** What a thing is by itself, without an action that makes it so. */
const givenStates =
  /(?:able|ible|changed|correct|defined|empty|enough|equal|known|modified|qualified|recognized|same|stable|valid)$/

/** What can be had in another zone or size. */
const sold = /^(?:bundle|cvm|disk|host|instance|ip|resource|resources|subnet|zone)$/

const namesParameter = (prefix: string): boolean => prefix === '' || /(?:Parameter|Value|Filter)$/.test(prefix)

/**
 * Keeps what helps where it fits what the sentence is about: no value is to be corrected where a certificate is not
 * valid, and a text that is too long is to be cut, while a quota is to be raised.
 */
export function refineRemedy(remedy: Remedy | undefined, prefix: string, { x, y, s, v }: Slots): Remedy | undefined {
  const thing = (y ?? x)?.kind?.toLowerCase() ?? ''
  const kind = /^(?:limit|quota)$/.test(thing) ? ((y ?? x)?.en.split(' ').at(-2) ?? thing) : thing
  const isStatus = kind === 'state' || kind === 'status'
  switch (remedy) {
    case 'quota':
      return sizes.test(kind) ? 'shorten' : rates.test(kind) ? 'slower' : remedy
    case 'shorten':
      return kept.test(kind) ? 'quota' : remedy
    case 'free':
      return chosen.test(x?.kind ?? '') ? 'rename' : remedy
    case 'value':
      return isStatus || !(namesParameter(prefix) || given.test(kind)) ? undefined : remedy
    case 'set':
      return namesParameter(prefix) ? remedy : undefined
    case 'match':
    case 'rename':
      return goesOn.test(x?.kind ?? '') ? undefined : remedy
    case 'state':
      return givenStates.test(s?.en ?? v?.past ?? '') ? undefined : remedy
    case 'find':
      return isStatus ? undefined : remedy
    case 'other':
      return kind === '' || sold.test(kind) ? remedy : undefined
    default:
      return remedy
  }
}
