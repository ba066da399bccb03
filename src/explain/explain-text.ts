import { describeName } from '../catalog/describe-name.ts'
import { kindByClass } from '../catalog/entry.ts'
import { products } from '../catalog/full/products.ts'
import { codeIndex } from '../catalog/full/rows.ts'
import { describeFault } from '../engine/recovery/transport-texts.ts'
import { explainCode } from './explain-code.ts'
import type { Explained, ExplainedFault, ExplainedTerm, ExplainOptions } from './explained.ts'
import { findSubject } from './find.ts'
import { createKnownCodes, type KnownCodes } from './known-codes.ts'
import type { Subject } from './question.ts'
import { countRepeats } from './repeatability.ts'
import { findTermTexts, readClass } from './terms.ts'
import { toFault } from './transport.ts'

let known: Promise<KnownCodes> | undefined

async function load(): Promise<KnownCodes> {
  const [{ rows }, list] = await Promise.all([codeIndex(), products()])
  return createKnownCodes(
    rows.map(({ service, code, entry, wireText }) => ({ service, code, moduleCode: entry?.moduleCode, wireText })),
    list,
  )
}

/** Loads the index of all codes, once. A failure is not cached. */
export function loadKnownCodes(): Promise<KnownCodes> {
  known ??= load().catch((error: unknown) => {
    known = undefined
    throw error
  })
  return known
}

async function explainFault(subject: Extract<Subject, { kind: 'transport' }>): Promise<ExplainedFault | undefined> {
  const { code, httpStatus, service, action } = subject
  const fault = toFault(subject)
  if (!fault) return undefined
  const { disposition: retry, delivery } = fault
  const mayHaveRun = delivery === 'in-doubt'
  const failure = { retry, documented: true, delivery, httpOnly: true }
  return {
    subject: 'transport',
    code: httpStatus === undefined ? (code ?? fault.code) : `HTTP ${httpStatus}`,
    ...(httpStatus !== undefined && { httpStatus }),
    ...(service !== undefined && { service }),
    ...(action !== undefined && { action }),
    class: fault.class,
    kind: 'transport',
    retry,
    mayHaveRun,
    ...describeFault(fault.kind, mayHaveRun),
    repeatability: await countRepeats(failure, { action, service }),
  }
}

/** Explains a class of this package by the failures that it stands for. */
function explainClass(term: string): ExplainedTerm | undefined {
  const name = readClass(term)
  if (!name) return undefined
  const kind = kindByClass[name]
  const { en, zh } = describeName(name, name)
  return {
    subject: 'term',
    code: term,
    meaning: {
      en: `${en} A class of this package, with the kind "${kind}".`,
      zh: `${zh}这是本包的错误类，其 kind 为“${kind}”。`,
    },
    remedy: {
      en: 'Explain the code that stands behind it: `error.code`.',
      zh: '请解释其后的错误码：`error.code`。',
    },
  }
}

function explainTerm(term: string): ExplainedTerm | undefined {
  const texts = findTermTexts(term)
  return texts ? { subject: 'term', code: term, ...texts } : explainClass(term)
}

/** Explains what a text asks about; undefined if it asks about nothing. */
export async function explainSubject(subject: Subject, options: ExplainOptions = {}): Promise<Explained | undefined> {
  const { service, action } = options
  const given = {
    ...(service !== undefined && { service: service.toLowerCase() }),
    ...(action !== undefined && { action }),
  }
  if (subject.kind === 'code') return explainCode({ ...subject.question, ...given }, subject.place)
  if (subject.kind === 'transport') return explainFault({ ...subject, ...given })
  return subject.kind === 'term' ? explainTerm(subject.term) : undefined
}

/** Finds what a text asks about, and explains it. */
export async function explainText(text: string, options: ExplainOptions): Promise<Explained | undefined> {
  const subject = findSubject(text, await loadKnownCodes(), { httpStatus: options.httpStatus })
  return explainSubject(subject, options)
}
