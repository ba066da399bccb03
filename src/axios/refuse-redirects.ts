import axios, { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import type { CarrierOutcome } from '../engine/ports.ts'
import { AxiosAnswer } from './transmit.ts'

type Outcome = CarrierOutcome<AxiosResponse>

/** Turns what became of a request into the answer with the redirect, if there was one. */
type ShowRedirect = (outcome: Outcome, shown: InternalAxiosRequestConfig) => Outcome

/**
 * Before 1.16, axios' http adapter with `maxRedirects: 0` ignores an error of a decompressed body, for example when the
 * connection breaks, and the call never ends. Through follow-redirects it reports such errors.
 */
const losesBodyErrors = Number(axios.VERSION.split('.')[1]) < 16

/**
 * Keeps a signed request from following redirects: a signature is valid for one URL, and a redirect would send it, and
 * the token, to another. axios' fetch adapter obeys `maxRedirects` from 1.20 on; before that it passes `fetchOptions` on
 * to fetch.
 *
 * @param config changed in place
 */
export function refuseRedirects(config: InternalAxiosRequestConfig): ShowRedirect {
  config.fetchOptions = { ...config.fetchOptions, redirect: 'manual' }
  if (losesBodyErrors) return stopAtRedirect(config)
  config.maxRedirects = 0
  return showOpaqueRedirect
}

/** Lets follow-redirects send the request, and stops it when it is about to follow. */
function stopAtRedirect(config: InternalAxiosRequestConfig): ShowRedirect {
  let redirect: Pick<AxiosResponse, 'status' | 'headers'> | undefined
  config.maxRedirects = 1
  config.beforeRedirect = (_options, { statusCode, headers }) => {
    redirect = { status: statusCode, headers }
    throw new Error('A signed request follows no redirect')
  }
  return (outcome, shown) => {
    if (!redirect || outcome.kind === 'response') return showOpaqueRedirect(outcome, shown)
    const request: unknown = Reflect.get(Object(outcome.rejection), 'request')
    const answer = { ...redirect, statusText: '', data: '', config: shown, request }
    // The same decision as in axios' `settle`.
    if (!shown.validateStatus || shown.validateStatus(answer.status)) return new AxiosAnswer(answer, { data: '' })
    return refused(answer, shown, `Request failed with status code ${answer.status}`)
  }
}

/** A browser's fetch reports a redirect that it did not follow as the status 0, which axios accepts. */
const showOpaqueRedirect: ShowRedirect = (outcome, shown) =>
  outcome.kind === 'response' && outcome.answer.status === 0
    ? refused(outcome.answer, shown, 'The redirect was not followed')
    : outcome

function refused(answer: AxiosResponse, shown: InternalAxiosRequestConfig, message: string): AxiosAnswer {
  const rejection = new AxiosError(message, AxiosError.ERR_BAD_RESPONSE, shown, answer.request, answer)
  return new AxiosAnswer(answer, { data: answer.data }, rejection)
}
