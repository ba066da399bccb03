export type FailureCode = 'RequestLimitExceeded' | 'InternalError'

const RequestId = '6f2d4c1a-0000-4000-8000-000000000000'
const success = JSON.stringify({ Response: { TotalCount: 0, InstanceSet: [], RequestId } })
const failure = (Code: FailureCode) => JSON.stringify({ Response: { Error: { Code, Message: `${Code}.` }, RequestId } })

const failures: Readonly<Record<FailureCode, string>> = {
  RequestLimitExceeded: failure('RequestLimitExceeded'),
  InternalError: failure('InternalError'),
}

/** The body of an answer; undefined: of a success. The HTTP status is always 200, as with the real API 3.0. */
export const toBody = (code: FailureCode | undefined): string => (code ? failures[code] : success)
