import { genericWords, ordinaryWords, productWords } from './product-words.ts'

/** A product, as far as finding it in texts needs it. */
export interface KnownProduct {
  readonly service: string
  readonly title?: { readonly en: string; readonly zh: string } | undefined
}

/** A letter of Chinese, or a word of other letters. */
interface Piece {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** The next letters of names, and the products whose name ends here. */
interface Node {
  readonly next: Map<string, Node>
  services: readonly string[]
}

/** The names of the products, letter by letter. */
export type ProductNames = Node

const createNode = (): Node => ({ next: new Map(), services: [] })

const splitPieces = (text: string): readonly Piece[] =>
  Array.from(text.matchAll(/[\u3400-\u9fff]|[A-Za-z0-9]+/g), ({ 0: piece, index }) => ({
    text: piece.toLowerCase(),
    start: index,
    end: index + piece.length,
  }))

/** A short form must have this many letters of Chinese or words of English; shorter ones are words of sentences (`域名`). */
const shortestForm = { chinese: 3, english: 2, cut: { chinese: 4, english: 3 } }

const isChinese = (text: string): boolean => /[\u3400-\u9fff]/.test(text)

const cutCompany = (name: string): string => name.replace(/^(?:腾讯云|腾讯|Tencent Cloud |Tencent |T-Sec-)/, '')
const cutLatin = (name: string): string => name.replace(/([\u3400-\u9fff]) ?[A-Za-z-]+$/, '$1')

/** A name, and its shorter forms: `内容分发网络 CDN` as `内容分发网络`, `腾讯混元大模型` as `混元大模型`. */
function listForms(name: string): readonly string[] {
  const plain = (name.split(/[(（]/, 1)[0] ?? '').trim()
  const whole = [plain, plain.replace(/ ?版$/, '')]
  const cut = [...whole, ...whole.map(cutCompany)].flatMap((form) => [form, cutLatin(form)])
  const isLong = (form: string, { chinese, english }: { readonly chinese: number; readonly english: number }) =>
    splitPieces(form).length >= (isChinese(form) ? chinese : english)
  return [
    ...new Set([
      ...whole.filter((form) => isLong(form, shortestForm)),
      ...cut.filter((form) => isLong(form, shortestForm.cut)),
    ]),
  ]
}

function addName(root: Node, name: string, service: string): void {
  let node = root
  for (const { text } of splitPieces(name)) {
    const next = node.next.get(text) ?? createNode()
    node.next.set(text, next)
    node = next
  }
  if (node !== root && !node.services.includes(service)) node.services = [...node.services, service]
}

/** Products whose names mean more than the product: any call is one of the Cloud API. */
const withoutNames: ReadonlySet<string> = new Set(['api', 'image', 'portal', 'sdk', 'sdk-cls', 'sdk-cos'])

/** Collects the names of products; a short form that several products share is no name. */
export function createProductNames(products: Iterable<KnownProduct>): ProductNames {
  const root = createNode()
  const all = [...products].filter(({ service }) => service !== '*')
  const known = all.filter(({ service }) => !withoutNames.has(service))
  for (const { service } of all) addName(root, service, service)
  const forms = new Map<string, Set<string>>()
  for (const { service, title } of known) {
    for (const name of [title?.zh, title?.en]) {
      for (const form of name === undefined ? [] : listForms(name))
        forms.set(form, (forms.get(form) ?? new Set()).add(service))
    }
  }
  const ownWords = productWords.filter(([service]) => known.some((one) => one.service === service))
  for (const [service, ...words] of ownWords) for (const word of words) addName(root, word, service)
  const taken = new Set(ownWords.flatMap(([, ...words]) => words))
  for (const [form, services] of forms) {
    const titles = known.filter(({ title }) => title?.zh === form || title?.en === form)
    if (taken.has(form) || (services.size > 1 && titles.length === 0)) continue
    const owners = titles.length > 0 ? titles.map(({ service }) => service) : services
    for (const service of owners) addName(root, form, service)
  }
  return root
}

interface Mention {
  readonly services: readonly string[]
  readonly name: string
  readonly before: string
  readonly after: string
}

/** Characters around a name that are looked at. */
const context = 24

/** Is the word part of a longer one, of a path, of an address or of a file's name? */
const isInside = (before: string, after: string): boolean =>
  /[\w./\\@$-]$/.test(before) || /^(?:[\w/\\@-]|\.(?![A-Z\s]|$))/.test(after)

/** Finds the names of products in a text, the longest where names begin alike. */
function findMentions(text: string, root: ProductNames): readonly Mention[] {
  const pieces = splitPieces(text)
  const mentions: Mention[] = []
  for (let at = 0; at < pieces.length; ) {
    let node: Node | undefined = root
    let length = 0
    let services: readonly string[] = []
    for (let end = at; end < pieces.length && node; end++) {
      const [piece, last] = [pieces[end], pieces[end - 1]]
      if (!piece || (end > at && last && !/^[ -]?$/.test(text.slice(last.end, piece.start)))) break
      node = node.next.get(piece.text)
      if (node && node.services.length > 0) {
        services = node.services
        length = end - at + 1
      }
    }
    const [first, last] = [pieces[at], pieces[at + length - 1]]
    if (length > 0 && first && last) {
      const before = text.slice(Math.max(0, first.start - context), first.start)
      const after = text.slice(last.end, last.end + context)
      const name = text.slice(first.start, last.end)
      if (!/[A-Za-z0-9]/.test(name) || !isInside(before, after)) mentions.push({ services, name, before, after })
    }
    at += Math.max(length, 1)
  }
  return mentions
}

const afterCloud = /(?:腾讯云|tencent ?cloud|qcloud)(?:的)?[\s:：=是为"'“「【[(（<\x60]{0,4}$/i
const afterProduct = /(?:产品|(?:^|[^A-Za-z])product)[\s:：=是为"'“「【[(（<\x60]{0,4}$/i
const afterService = /(?:服务|模块|(?:^|[^A-Za-z])(?:service|module))[\s:：=是为"'“「【[(（<\x60]{0,4}$/i
const afterCall =
  /(?:调用|请求|访问|使用|对接|接入|(?:^|[^a-z])(?:calling|call(?:s|ed)?(?: to)?|using|invok(?:e|ing)))\s?(?:了)?["'“「]?$/i

/** What follows a product that is said to have answered or failed. */
const beforeAnswer =
  /^["'”」】\])）>\x60]{0,2}\s{0,2}(?:的?(?:接口|服务|产品|API)|返回|报错?|提示|错误|发送|调用失败|失败|error|returned|returns|failed|responded|code\b)/i

/** A code, or a sign and then one. */
const beforeCode = /^["'”」】\])）>\x60]{0,2}\s{0,2}[:：/ .]\s{0,2}[([（]?(?:-?\d{3,12}(?!\d)|[A-Z][a-z]+[A-Z.][\w.]+)/

/** A place where something ran: `在云服务器上`. */
const isPlace = ({ before, after }: Mention): boolean =>
  /(?:在|从|用|(?:^|[^a-z])(?:on|from)(?: an?| my| the| our)?)\s?$/i.test(before) &&
  /^\s?(?:上|里|中|内|服务器|控制台|(?:server|instance|host|machine|box)?[\s,，.。]|$)/i.test(after)

const startsLine = (before: string): boolean => /(?:^|[\n\])】>])\s{0,4}[[(（【<]?$/.test(before)
const hasSign = (after: string): boolean => /^\s?[:：\])）】>]/.test(after)

/** How surely a text names a product. */
type Grade = 'named' | 'told' | 'mentioned'

function gradeMention(mention: Mention): Grade | undefined {
  const { name, before, after } = mention
  const word = name.toLowerCase()
  if (afterProduct.test(before)) return 'named'
  if (genericWords.has(word)) return undefined
  if (afterCloud.test(before)) return 'named'
  if (ordinaryWords.has(word) || /^[a-z0-9]{1,2}$/.test(word)) {
    // 'the service as a whole': behind `service` an ordinary word needs a sign or an answer beside it.
    const isNamed = afterService.test(before) && (/[:：=是为"'“「【[(（<`]\s?$/.test(before) || isAnswered(after))
    return isNamed || (startsLine(before) && hasSign(after) && beforeCode.test(after)) ? 'named' : undefined
  }
  if (afterService.test(before)) return 'named'
  if (isPlace(mention)) return 'mentioned'
  return afterCall.test(before) || isAnswered(after) || beforeCode.test(after) ? 'told' : 'mentioned'
}

const isAnswered = (after: string): boolean => beforeAnswer.test(after) || beforeCode.test(after)

/** What is asked of the code beside which products are named. */
export interface CodeBeside {
  /** Does the product list the code itself? */
  lists(service: string): boolean
  /** May every product send it? */
  readonly isShared: boolean
}

/** A product that a text names. */
export interface SpokenProduct {
  readonly service: string
  /** The text says that the product was called or has answered, and the product lists the code. */
  readonly isSure: boolean
}

/**
 * Finds the product that a text names in words: by its id, by its name in either language, or by what people call it. Of
 * several, the surest; of equally sure ones, one that lists the code, then the first. A product that is only mentioned counts
 * if it can have the code. The time is linear in the length of the text.
 */
export function findSpokenProduct(text: string, names: ProductNames, code: CodeBeside): SpokenProduct | undefined {
  const graded = findMentions(text, names).flatMap((mention) => {
    const grade = gradeMention(mention)
    return grade === undefined ? [] : mention.services.map((service) => ({ service, grade }))
  })
  const ofGrade = (...some: readonly Grade[]) => some.flatMap((grade) => graded.filter((one) => one.grade === grade))
  const [certain, mentioned] = [ofGrade('named', 'told'), ofGrade('mentioned')]
  const lists = ({ service }: { readonly service: string }) => code.lists(service)
  const sure = certain.find(lists)
  if (sure) return { service: sure.service, isSure: true }
  const found = certain[0] ?? mentioned.find(lists) ?? (code.isShared ? mentioned[0] : undefined)
  return found && { service: found.service, isSure: false }
}
