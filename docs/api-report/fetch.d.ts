// What this entry exports. Made by `npm run api-report`; a change of it is a change of the public types.

export type FetchSign = (request: Request, context: SignContext) => Request | undefined | void | Promise<Request | undefined | void>;

export type TencentCloudFetch = (input: string | URL | Request, init?: TencentCloudRequestInit) => Promise<Response>;

export interface TencentCloudFetchOptions extends Omit<TencentCloudOptions, 'sign' | 'rerunInterceptors' | 'throwErrors'> {
    readonly throwErrors?: boolean | 'response';
    readonly sign?: FetchSign;
}

export interface TencentCloudRequestInit extends RequestInit {
    readonly tencentCloud?: TencentCloudCallOptions;
}

export type UnderlyingFetch = (url: string, init: RequestInit) => Promise<Response>;

export function createTencentCloudFetch(fetch?: UnderlyingFetch, options?: TencentCloudFetchOptions): TencentCloudFetch;

// Mentioned above, not exported by name.

class AccountArrearsError extends BillingError {
    static readonly errorName = "AccountArrearsError";
}

type Attempt = AttemptFacts & AttemptDecision;

type AttemptDecision = {
    readonly decision: 'return';
    readonly reason: 'success';
} | {
    readonly decision: 'retry';
    readonly reason: RetryReason;
} | {
    readonly decision: 'give-up';
    readonly reason: GiveUpReason;
};

interface AttemptFacts {
    readonly number: number;
    readonly startedAt: number;
    readonly queuedMs: number;
    readonly durationMs: number;
    readonly code?: string;
    readonly moduleCode?: string;
    readonly requestId?: string;
    readonly httpStatus?: number;
    readonly delayMs: number;
}

class AuthenticationError extends TencentCloudError {
    static readonly errorName: ErrorClassName;
    readonly kind: 'authentication' | 'request-expired';
}

class AuthorizationError extends TencentCloudError {
    static readonly errorName = "AuthorizationError";
    readonly kind: 'authorization';
}

class BillingError extends TencentCloudError {
    static readonly errorName: ErrorClassName;
    readonly kind: 'billing';
}

type BillingFailure = BillingError | PurchaseError | InsufficientBalanceError | AccountArrearsError | QualificationError | PaymentError;

type CallEvent = EventBody & {
    readonly call: ObservedCall;
    readonly at: number;
};

interface CallRetryOptions extends Partial<RetryPolicy> {
    readonly decide?: (context: DecideContext, proposed: Decision) => DecideAnswer | undefined | Promise<DecideAnswer | undefined>;
}

interface CatalogEntry extends Hints {
    readonly service?: string;
    readonly code?: string;
    readonly moduleCode?: string;
    readonly actions?: readonly string[];
    readonly message?: string;
    readonly class: ErrorClassName;
    readonly retry: Disposition;
    readonly limitKind?: ThrottledBy;
    readonly wireText?: string;
    readonly meaning?: Text;
    readonly remedy?: Text;
}

interface Clock {
    now(): number;
    sleep(ms: number, signal: AbortSignal): Promise<void>;
    random(): number;
}

class ContentRefusedError extends TencentCloudError {
    static readonly errorName = "ContentRefusedError";
    readonly kind: 'content-refused';
}

type CredentialSource = Credentials | (() => Credentials | Promise<Credentials>);

interface Credentials {
    readonly secretId: string;
    readonly secretKey: string;
    readonly token?: string | undefined;
    readonly expiresAt?: number | undefined;
}

type CustomInspect = (depth: number | null, options: InspectOptions, inspect: (value: unknown, options: InspectOptions) => string) => unknown;

type DecideAnswer = {
    readonly decision: 'retry';
    readonly delayMs: number;
} | {
    readonly decision: 'give-up';
};

interface DecideContext {
    readonly error: TencentCloudFailure;
    readonly attempt: number;
    readonly elapsedMs: number;
}

type Decision = {
    readonly decision: 'retry';
    readonly reason: RetryReason;
    readonly delayMs: number;
} | {
    readonly decision: 'give-up';
    readonly reason: GiveUpReason;
    readonly delayMs: 0;
};

interface Delivered {
    readonly events: number;
    readonly bytes: number;
}

type Disposition = 'throttle' | 're-sign' | 'clock' | 'transient' | 'busy' | 'never';

class DryRunError extends TencentCloudError {
    static readonly errorName = "DryRunError";
    readonly kind: 'dry-run';
}

type ErrorClassName = 'InvalidParameterError' | 'AuthenticationError' | 'RequestExpiredError' | 'AuthorizationError' | 'ReplayAttackError' | 'ThrottlingError' | 'QuotaExceededError' | 'UnsupportedError' | 'ResourceNotFoundError' | 'ResourceConflictError' | 'ResourceStateError' | 'ResourceInsufficientError' | 'ResourceOperationError' | 'BillingError' | 'PurchaseError' | 'InsufficientBalanceError' | 'AccountArrearsError' | 'QualificationError' | 'PaymentError' | 'PartialSuccessError' | 'DryRunError' | 'ContentRefusedError' | 'InternalServerError' | 'ServiceUnavailableError' | 'TransportError' | 'HttpError' | 'NetworkError' | 'TimeoutError' | 'StreamError' | 'TencentCloudError';

type ErrorKind = 'invalid-parameter' | 'authentication' | 'request-expired' | 'authorization' | 'replay' | 'throttling' | 'quota-exceeded' | 'unsupported' | 'not-found' | 'conflict' | 'resource-state' | 'resource-insufficient' | 'operation-failed' | 'billing' | 'partial-success' | 'dry-run' | 'content-refused' | 'internal' | 'unavailable' | 'transport' | 'unknown';

type EventBody =
{
    readonly type: 'start';
}
 | {
    readonly type: 'wait';
    readonly number: number;
    readonly reason: 'pacing';
} | {
    readonly type: 'wait';
    readonly number: number;
    readonly reason: 'backoff';
    readonly delayMs: number;
}
 | {
    readonly type: 'attempt';
    readonly number: number;
}
 | {
    readonly type: 'retry';
    readonly attempt: Attempt;
}
 | {
    readonly type: 'success';
    readonly attempts: readonly Attempt[];
    readonly durationMs: number;
}
 | ({
    readonly type: 'stream-end';
} & StreamOutcome)
 | {
    readonly type: 'give-up';
    readonly attempts: readonly Attempt[];
    readonly durationMs: number;
    readonly cancelled: boolean;
    readonly error?: unknown;
};

type GiveUpReason =
'not-retryable'
 | 'could-duplicate'
 | 'could-overwrite'
 | 'not-replayable'
 | 'cannot-re-sign'
 | 'clock-unknown'
 | 'foreign-clock'
 | 'max-attempts'
 | 'deadline'
 | 'queue-full'
 | 'budget-exhausted'
 | 'not-loaded'
 | 'no-credentials'
 | 'answer-begun'
 | 'retry-disabled'
 | 'overruled';

interface Grant {
    readonly slotsInMs: readonly number[];
    readonly nextInMs: number;
    readonly fallback: string | undefined;
    readonly qps?: number | undefined;
    readonly window?: number;
    readonly isProbe?: boolean;
    readonly conflicts?: readonly LimitConflict[];
    giveBack(count: number): void;
}

interface Hints {
    readonly maxAttempts?: number;
    readonly minDelayMs?: number;
    readonly timestampToleranceSeconds?: number;
}

class HttpError extends TransportError {
    static readonly errorName = "HttpError";
    readonly body: string;
}

interface InFlightLimit extends ScopedLimit {
    readonly inFlight: number;
}

interface InspectOptions {
    readonly showHidden?: boolean;
    stylize?(text: string, style: string): string;
}

class InsufficientBalanceError extends BillingError {
    static readonly errorName = "InsufficientBalanceError";
}

class InternalServerError extends TencentCloudError {
    static readonly errorName = "InternalServerError";
    readonly kind: 'internal';
}

class InvalidParameterError extends TencentCloudError {
    static readonly errorName = "InvalidParameterError";
    readonly kind: 'invalid-parameter';
}

interface LearnedLimit {
    readonly scope: PacingScope;
    readonly host?: string | undefined;
    readonly service?: string | undefined;
    readonly action?: string | undefined;
    readonly region?: string | undefined;
    readonly model?: string | undefined;
    readonly qps?: number | undefined;
    readonly inFlight?: number | undefined;
    readonly tpm?: number | undefined;
}

interface Learning {
    readonly burst: number;
    readonly leastQps: number;
    readonly window: number;
    readonly accepted: number;
    readonly acceptedAgoMs: number | undefined;
    readonly throttledAgoMs?: number | undefined;
}

interface LimitConflict {
    readonly option: 'qps' | 'scope';
    readonly own: string;
    readonly other: string;
}

type LimitEvent = LimitEventBody & {
    readonly call?: undefined;
    readonly at: number;
};

type LimitEventBody = {
    readonly type: 'throttle-learned';
    readonly limit: LearnedLimit;
}
 | {
    readonly type: 'fallback';
    readonly state: 'local' | 'shared';
    readonly reason?: string | undefined;
}
 | ({
    readonly type: 'limit-conflict';
    readonly limit: Omit<LearnedLimit, 'qps' | 'inFlight' | 'tpm'>;
} & LimitConflict);

type LimitScope = 'action' | 'service' | 'account';

interface MinuteLimit extends ScopedLimit {
    readonly rpm: number;
    readonly tpm?: number;
}

class NetworkError extends TransportError {
    static readonly errorName = "NetworkError";
}

interface ObservedCall {
    readonly id: number;
    readonly service?: string | undefined;
    readonly action?: string | undefined;
    readonly region?: string | undefined;
    readonly version?: string | undefined;
    readonly method: string;
    readonly url?: string | undefined;
    readonly startedAt: number;
}

interface PacingOptions {
    readonly limit?: RateLimit | MinuteLimit | TokenLimit | InFlightLimit;
    readonly fleet?: SharedLimit;
    readonly account?: string;
    readonly maxQueue?: number;
}

type PacingScope = LimitScope | 'everywhere' | 'address';

class PartialSuccessError extends TencentCloudError {
    static readonly errorName = "PartialSuccessError";
    readonly kind: 'partial-success';
    readonly data?: unknown;
}

class PaymentError extends BillingError {
    static readonly errorName = "PaymentError";
}

class PurchaseError extends BillingError {
    static readonly errorName = "PurchaseError";
}

class QualificationError extends BillingError {
    static readonly errorName = "QualificationError";
}

class QuotaExceededError extends TencentCloudError {
    static readonly errorName = "QuotaExceededError";
    readonly kind: 'quota-exceeded';
}

interface RateLimit extends ScopedLimit {
    readonly qps: number;
}

class ReplayAttackError extends TencentCloudError {
    static readonly errorName = "ReplayAttackError";
    readonly kind: 'replay';
}

class RequestExpiredError extends AuthenticationError {
    static readonly errorName = "RequestExpiredError";
    readonly kind: 'request-expired';
}

interface Reservation {
    readonly key: string;
    readonly qps: number | undefined;
    readonly configuredQps?: number;
    readonly wanted: number;
    readonly withinMs: number;
    readonly learning?: Learning;
}

class ResourceConflictError extends TencentCloudError {
    static readonly errorName = "ResourceConflictError";
    readonly kind: 'conflict';
}

class ResourceInsufficientError extends TencentCloudError {
    static readonly errorName = "ResourceInsufficientError";
    readonly kind: 'resource-insufficient';
}

class ResourceNotFoundError extends TencentCloudError {
    static readonly errorName = "ResourceNotFoundError";
    readonly kind: 'not-found';
}

class ResourceOperationError extends TencentCloudError {
    static readonly errorName = "ResourceOperationError";
    readonly kind: 'operation-failed';
}

class ResourceStateError extends TencentCloudError {
    static readonly errorName = "ResourceStateError";
    readonly kind: 'resource-state';
}

interface RetryBudgetOptions {
    readonly capacity?: number;
    readonly earned?: number;
}

interface RetryOptions extends CallRetryOptions {
    readonly budget?: false | RetryBudgetOptions;
}

interface RetryPolicy {
    readonly maxAttempts: number;
    readonly maxRetryTimeMs: number;
    readonly baseDelayMs: number;
    readonly maxDelayMs: number;
}

type RetryReason =
'throttled'
 | 'busy'
 | 'replayed'
 | 'expired'
 | 'credentials-renewed'
 | 'internal-fault'
 | 'unavailable'
 | 'in-doubt'
 | 'not-sent'
 | 'overruled';

interface ScopedLimit {
    readonly scope?: LimitScope;
}

class ServiceUnavailableError extends TencentCloudError {
    static readonly errorName = "ServiceUnavailableError";
    readonly kind: 'unavailable';
}

interface SharedLimit {
    reserve(reservation: Reservation): Promise<Grant>;
}

type Sign = (config: InternalAxiosRequestConfig, context: SignContext) => InternalAxiosRequestConfig | undefined | void | Promise<InternalAxiosRequestConfig | undefined | void>;

interface SignContext {
    readonly attempt: number;
    readonly now: number;
    readonly clockOffsetMs: number;
}

type SigningMethod = 'TC3-HMAC-SHA256' | 'HmacSHA256' | 'HmacSHA1';

class StreamError extends TransportError {
    static readonly errorName = "StreamError";
    readonly delivered?: Delivered;
}

interface StreamOptions {
    readonly hold?: boolean;
    readonly idleMs?: number;
}

interface StreamOutcome {
    readonly finished: boolean;
    readonly error?: unknown;
    readonly cancelled: boolean;
    readonly events: number;
    readonly bytes: number;
    readonly usage?: TokenUsage;
    readonly firstContentMs?: number;
    readonly durationMs: number;
}

interface TencentCloudCallOptions {
    readonly service?: string;
    readonly action?: string;
    readonly version?: string;
    readonly region?: string;
    readonly language?: 'zh-CN' | 'en-US';
    readonly credentials?: CredentialSource;
    readonly idempotent?: boolean;
    readonly retry?: false | CallRetryOptions;
    readonly deadlineMs?: number;
    readonly stream?: StreamOptions;
}

class TencentCloudError extends AxiosError {
    static readonly errorName: ErrorClassName;
    readonly code: string;
    readonly kind: ErrorKind;
    readonly retry: Disposition;
    readonly serverMessage: string;
    readonly moduleCode?: string;
    readonly codeDesc?: string;
    readonly symbol?: string;
    readonly requestId?: string;
    readonly traceId?: string;
    readonly service?: string;
    readonly action?: string;
    readonly region?: string;
    readonly version?: string;
    readonly httpStatus?: number;
    readonly status?: number;
    readonly limitKind?: ThrottledBy;
    readonly meaning?: Text;
    readonly remedy?: Text;
    readonly attempts: readonly Attempt[];
    readonly reason: GiveUpReason;
    readonly retryAfterMs?: number;
    readonly timeSpent?: TimeSpent;
    readonly mayHaveRun: boolean;
    readonly language: keyof Text;
    toJSON: (options?: ToJsonOptions | string) => Record<string, unknown>;
    constructor(details: TencentCloudErrorDetails);
    static [Symbol.hasInstance](value: unknown): boolean;
}

interface TencentCloudErrorDetails {
    readonly code: string;
    readonly serverMessage: string;
    readonly retry: Disposition;
    readonly mayHaveRun: boolean;
    readonly attempts: readonly Attempt[];
    readonly reason?: GiveUpReason | undefined;
    readonly explanation?: string | undefined;
    readonly timeSpent?: TimeSpent | undefined;
    readonly moduleCode?: string | undefined;
    readonly codeDesc?: string | undefined;
    readonly requestId?: string | undefined;
    readonly traceId?: string | undefined;
    readonly service?: string | undefined;
    readonly action?: string | undefined;
    readonly region?: string | undefined;
    readonly version?: string | undefined;
    readonly httpStatus?: number | undefined;
    readonly retryAfterMs?: number | undefined;
    readonly limitKind?: ThrottledBy | undefined;
    readonly delivered?: Delivered | undefined;
    readonly meaning?: Text | undefined;
    readonly remedy?: Text | undefined;
    readonly symbol?: string | undefined;
    readonly advice?: string | undefined;
    readonly config?: InternalAxiosRequestConfig | undefined;
    readonly request?: unknown;
    readonly response?: AxiosResponse | undefined;
    readonly cause?: Error | undefined;
    readonly data?: unknown;
    readonly body?: string | undefined;
    readonly language?: keyof Text | undefined;
    readonly inspect?: CustomInspect | undefined;
}

type TencentCloudEvent = CallEvent | LimitEvent;

type TencentCloudFailure = InvalidParameterError | AuthenticationError | RequestExpiredError | AuthorizationError | ReplayAttackError | ThrottlingError | QuotaExceededError | UnsupportedError | ResourceNotFoundError | ResourceConflictError | ResourceStateError | ResourceInsufficientError | ResourceOperationError | BillingFailure | PartialSuccessError | DryRunError | ContentRefusedError | InternalServerError | ServiceUnavailableError | TransportFailure | UnknownFailure;

interface TencentCloudOptions {
    readonly service?: string;
    readonly credentials?: CredentialSource;
    readonly signing?: SigningMethod;
    readonly sign?: Sign;
    readonly allowPlainHttp?: boolean;
    readonly clientToken?: 'inject';
    readonly retry?: false | RetryOptions;
    readonly deadlineMs?: number;
    readonly pacing?: false | PacingOptions;
    readonly hosts?: readonly (string | RegExp)[];
    readonly throwErrors?: boolean;
    readonly stream?: StreamOptions;
    readonly errorLanguage?: 'en' | 'zh';
    readonly rerunInterceptors?: 'auto' | boolean;
    readonly catalog?: readonly CatalogEntry[];
    readonly onEvent?: (event: TencentCloudEvent) => void;
    readonly clock?: Clock;
}

interface Text {
    readonly en: string;
    readonly zh: string;
}

type ThrottledBy = 'rate' | 'in-flight' | 'tokens';

class ThrottlingError extends TencentCloudError {
    static readonly errorName = "ThrottlingError";
    readonly kind: 'throttling';
}

interface TimeSpent {
    readonly totalMs: number;
    readonly queuedMs: number;
    readonly backoffMs: number;
    readonly preparingMs: number;
    readonly sendingMs: number;
}

class TimeoutError extends TransportError {
    static readonly errorName = "TimeoutError";
}

interface ToJsonOptions {
    readonly full?: boolean;
}

interface TokenLimit extends ScopedLimit {
    readonly tpm: number;
}

interface TokenUsage {
    readonly inputTokens?: number;
    readonly outputTokens?: number;
    readonly totalTokens?: number;
}

class TransportError extends TencentCloudError {
    static readonly errorName: ErrorClassName;
    readonly kind: 'transport';
}

type TransportFailure = TransportError | HttpError | NetworkError | TimeoutError | StreamError;

type UnknownFailure = TencentCloudError & {
    readonly kind: 'unknown';
};

class UnsupportedError extends TencentCloudError {
    static readonly errorName = "UnsupportedError";
    readonly kind: 'unsupported';
}

// Added to the types of others.

declare module 'axios' {
    interface AxiosRequestConfig<D = any, P = any> {
        tencentCloud?: TencentCloudCallOptions;
    }
}
