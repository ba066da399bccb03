import type { Text } from '../entry.ts'
import type { Slots } from './match-pattern.ts'
import type { NounPhrase } from './noun-phrase.ts'
import { isMass, toPlural } from './plural.ts'

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const withArticle = ({ en, isBare }: NounPhrase): string => (isBare ? en : `the ${en}`)

/** A thing with a preposition has its number before that: `VIPs in the VPC`. */
function splitThing(en: string): readonly [head: string, rest: string] {
  const at = en.search(/ (?:for|from|in|of|on|per|under|with|without) /)
  return at < 0 ? [en, ''] : [en.slice(0, at), en.slice(at)]
}

function pluralOf({ en, isPlural, isBare, isUncounted }: NounPhrase): string {
  if (isPlural || isBare || isUncounted) return en
  const [head, rest] = splitThing(en)
  return toPlural(head) + rest
}

const withoutArticles = ({ en }: NounPhrase): string => en.replace(/ (and|or) the /, ' $1 ')

/** Acronyms that are spoken as words. */
const spoken = /^(?:HAVIP|LAN|MAC|NAT|NIC|RAM|ROM|SAML|SAN|SIM)/

const withIndefinite = (thing: NounPhrase): string => {
  const en = withoutArticles(thing)
  if (thing.isBare || (thing.isPlural && !/ (?:and|or) /.test(en)) || isMass(splitThing(en)[0])) return en
  if (/ type$/.test(en)) return `of the ${en}`
  if (/^(?:current|default|main|owner|same) /.test(en)) return `the ${en}`
  const isVowel = /^(?:[aeio]|u(?!ni|se|sa)|[AEFHILMNORSX][A-Z])/.test(en) && !spoken.test(en)
  return `${isVowel ? 'an' : 'a'} ${en}`
}

/** `The balance is not sufficient`, but `there are not enough instances`. */
const toEnough = (thing: NounPhrase): string =>
  thing.isBare ||
  thing.isPlural ||
  isMass(splitThing(thing.en)[0]) ||
  /(?:amount|count|fund|price|quantity|resolution)$/.test(thing.en)
    ? `${capitalize(withArticle(thing))} ${thing.isPlural ? 'are' : 'is'} not sufficient`
    : `There are not enough ${pluralOf(thing)}`

/** What a thing is limited by: `the VPC limit`, `the limit on the rules`. */
const toLimit = (thing: NounPhrase): string => {
  const [one, per] = thing.en.split(' per ')
  return per === undefined ? toOneLimit(thing) : `the limit on ${toPlural(one ?? '')} per ${per}`
}

const toOneLimit = (thing: NounPhrase): string =>
  / (?:limit|quota)$/.test(thing.en)
    ? withArticle(thing)
    : thing.isPlural || thing.isBare || / (?:for|from|in|on|under|with|without) /.test(thing.en)
      ? `the limit on ${withArticle(thing)}`
      : `the ${thing.en} limit`

/** Verbs that agree with `x`: the plural form by the singular one. */
const agreeing: Readonly<Record<string, string>> = {
  is: 'are',
  has: 'have',
  does: 'do',
  exists: 'exist',
  exceeds: 'exceed',
  contains: 'contain',
  conflicts: 'conflict',
  overlaps: 'overlap',
  belongs: 'belong',
  supports: 'support',
  requires: 'require',
  depends: 'depend',
}

/** Verbs that are written in one word in names. */
const apart: Readonly<Record<string, string>> = {
  backup: 'back up',
  describe: 'query',
  filtrate: 'filter',
  rollback: 'roll back',
  shutdown: 'shut down',
  sync: 'synchronize',
}

function fillEnglish(template: string, { x, y, n, v, s, p }: Slots): string {
  return template.replace(/\{(\w+-?)\}/g, (whole, slot: string) => {
    const plural = agreeing[slot]
    if (plural) return x?.isPlural ? plural : slot
    if (slot === 'Y') return y ? capitalize(withArticle(y)) : whole
    if (slot === 'X') return x ? capitalize(withArticle(x)) : whole
    if (slot === 'x') return x ? withArticle(x) : whole
    if (slot === 'limit') return x ? toLimit(x) : whole
    if (slot === 'xs') return x ? pluralOf(x) : whole
    if (slot === 'only') return x ? `${pluralOf(x)} ${x.isBare || x.isUncounted || isMass(x.en) ? 'is' : 'are'}` : whole
    if (slot === 'enough') return x ? toEnough(x) : whole
    if (slot === 'isy') return y?.isPlural ? 'are' : 'is'
    if (slot === 'vn') return v?.noun ?? whole
    if (slot === 'ay') return y ? withIndefinite(y) : whole
    if (slot === 'ax') return x ? withIndefinite(x) : whole
    if (slot === 'AX') return x ? capitalize(withIndefinite(x)) : whole
    if (slot === 'ys') return y ? pluralOf(y) : whole
    if (slot === 'n') return n?.en ?? whole
    if (slot === 'x-') return x ? withoutArticles(x) : whole
    if (slot === 'y') return y ? withArticle(y) : whole
    if (slot === 'y-') return y ? withoutArticles(y) : whole
    if (slot === 'v') return v ? (apart[v.base] ?? v.base) : whole
    if (slot === 'ved') return v?.past ?? whole
    if (slot === 'ving') return v?.gerund ?? whole
    if (slot === 'Ving') return v ? capitalize(v.gerund) : whole
    if (slot === 's') return s?.en ?? whole
    return slot === 'p' ? (p ?? whole) : whole
  })
}

/** In Chinese a blank stands between Chinese and Latin letters. */
const spaced = (text: string): string =>
  text.replace(/(?<=\p{Script=Han})(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=\p{Script=Han})/gu, ' ')

/** Words that mean one thing among several, and not a feature: `该地域`, but `健康检查`. */
const toThis = (zh: string): string =>
  /^(?!已|所有|多个|三|当前|用于|相同).*(?:版本|参数|操作|插件|地域|动作|格式|类型|可用区|模式|平台|区域|实例|数据|套餐|算法|网络|规格|语言|资源|账户|协议|镜像|状态|产品)$|^(?:版本|参数|操作|地域|动作|格式|类型|可用区|模式|平台|区域|实例|套餐|算法|网络|规格|语言|资源|账户|协议|镜像|状态|产品|集群|设备|域名|云硬盘|用户|用途|功能|命令|方法|区域)$/u.test(
    zh,
  )
    ? `该${zh}`
    : zh

function fillChinese(template: string, { x, y, n, v, s }: Slots): string {
  const values: Readonly<Record<string, string | undefined>> = {
    该x: x && toThis(x.zh),
    x: x?.zh,
    x限: x && (/(?:配额|限制|上限)$/.test(x.zh) ? x.zh : `${x.zh}限制`),
    y: y?.zh,
    n: n?.zh,
    v: v?.zh,
    s: s?.zh,
    na: s?.zhNot,
  }
  return spaced(template.replace(/\{([\w该限]+)\}/g, (whole, slot: string) => values[slot] ?? whole))
}

/** Verbs that have a preposition before what they are about: `connecting to the database`. */
const toObject = (text: string): string =>
  text
    .replace(/\b([Cc]onnecting|[Ss]ubscribing|(?<=to )(?:connect|subscribe)) (?=the\b|[A-Z])/g, '$1 to ')
    .replace(/\b([Uu]ploading|(?<=to )upload) (?=COS\b)/g, '$1 to ')
    .replace(/\b([Oo]perating|(?<=to )operate) (?!failed|is |on |timed)/g, '$1 on ')
    .replace(/\b((?:[Ww]rit|[Ss]av)ing) (?=the database\b)/g, '$1 to ')
    .replace(/\b([Ii]nserting) (?=the (?:\w+ )?database\b)/g, '$1 into ')
    .replace(/\bbe operated\./, 'be operated on.')
    .replace(/\b([Aa]pplying|[Ww]aiting|(?<=to )(?:apply|wait)) (?=the\b|[A-Z])/g, '$1 for ')

/** Verbs that are others in Chinese with some things: a file is opened, while a service is taken into use. */
const toVerb = (text: string): string =>
  text.replace(/开通(?=文件|图片|视频)/g, '打开').replace(/销毁(?=任务|作业|流程|通道|会话)/g, '终止')

/** Writes the sentence of a pattern about what its slots stand for. */
export const fillSentence = (en: string, zh: string, slots: Slots): Text => ({
  en: capitalize(toObject(fillEnglish(en, slots))),
  zh: toVerb(fillChinese(zh, slots)),
})
