// What this entry exports. Made by `npm run api-report`; a change of it is a change of the public types.

export class AccountArrearsError extends BillingError {
    static readonly errorName = "AccountArrearsError";
}

export type Attempt = AttemptFacts & AttemptDecision;

export type AttemptDecision = {
    readonly decision: 'return';
    readonly reason: 'success';
} | {
    readonly decision: 'retry';
    readonly reason: RetryReason;
} | {
    readonly decision: 'give-up';
    readonly reason: GiveUpReason;
};

export interface AttemptFacts {
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

export class AuthenticationError extends TencentCloudError {
    static readonly errorName: ErrorClassName;
    readonly kind: 'authentication' | 'request-expired';
}

export class AuthorizationError extends TencentCloudError {
    static readonly errorName = "AuthorizationError";
    readonly kind: 'authorization';
}

export class BillingError extends TencentCloudError {
    static readonly errorName: ErrorClassName;
    readonly kind: 'billing';
}

export type BillingFailure = BillingError | PurchaseError | InsufficientBalanceError | AccountArrearsError | QualificationError | PaymentError;

export type CallEvent = EventBody & {
    readonly call: ObservedCall;
    readonly at: number;
};

export interface CallRetryOptions extends Partial<RetryPolicy> {
    readonly decide?: (context: DecideContext, proposed: Decision) => DecideAnswer | undefined | Promise<DecideAnswer | undefined>;
}

export interface CatalogEntry extends Hints {
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

export interface Clock {
    now(): number;
    sleep(ms: number, signal: AbortSignal): Promise<void>;
    random(): number;
}

export class ContentRefusedError extends TencentCloudError {
    static readonly errorName = "ContentRefusedError";
    readonly kind: 'content-refused';
}

export type CredentialSource = Credentials | (() => Credentials | Promise<Credentials>);

export interface Credentials {
    readonly secretId: string;
    readonly secretKey: string;
    readonly token?: string | undefined;
    readonly expiresAt?: number | undefined;
}

export type CustomInspect = (depth: number | null, options: InspectOptions, inspect: (value: unknown, options: InspectOptions) => string) => unknown;

export type DecideAnswer = {
    readonly decision: 'retry';
    readonly delayMs: number;
} | {
    readonly decision: 'give-up';
};

export interface DecideContext {
    readonly error: TencentCloudFailure;
    readonly attempt: number;
    readonly elapsedMs: number;
}

export type Decision = {
    readonly decision: 'retry';
    readonly reason: RetryReason;
    readonly delayMs: number;
} | {
    readonly decision: 'give-up';
    readonly reason: GiveUpReason;
    readonly delayMs: 0;
};

export interface Delivered {
    readonly events: number;
    readonly bytes: number;
}

export type Disposition = 'throttle' | 're-sign' | 'clock' | 'transient' | 'busy' | 'never';

export class DryRunError extends TencentCloudError {
    static readonly errorName = "DryRunError";
    readonly kind: 'dry-run';
}

export type ErrorClassName = 'InvalidParameterError' | 'AuthenticationError' | 'RequestExpiredError' | 'AuthorizationError' | 'ReplayAttackError' | 'ThrottlingError' | 'QuotaExceededError' | 'UnsupportedError' | 'ResourceNotFoundError' | 'ResourceConflictError' | 'ResourceStateError' | 'ResourceInsufficientError' | 'ResourceOperationError' | 'BillingError' | 'PurchaseError' | 'InsufficientBalanceError' | 'AccountArrearsError' | 'QualificationError' | 'PaymentError' | 'PartialSuccessError' | 'DryRunError' | 'ContentRefusedError' | 'InternalServerError' | 'ServiceUnavailableError' | 'TransportError' | 'HttpError' | 'NetworkError' | 'TimeoutError' | 'StreamError' | 'TencentCloudError';

export type ErrorKind = 'invalid-parameter' | 'authentication' | 'request-expired' | 'authorization' | 'replay' | 'throttling' | 'quota-exceeded' | 'unsupported' | 'not-found' | 'conflict' | 'resource-state' | 'resource-insufficient' | 'operation-failed' | 'billing' | 'partial-success' | 'dry-run' | 'content-refused' | 'internal' | 'unavailable' | 'transport' | 'unknown';

export type EventBody =
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

export type GiveUpReason =
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

export class HttpError extends TransportError {
    static readonly errorName = "HttpError";
    readonly body: string;
}

export interface InFlightLimit extends ScopedLimit {
    readonly inFlight: number;
}

export interface InspectOptions {
    readonly showHidden?: boolean;
    stylize?(text: string, style: string): string;
}

export class InsufficientBalanceError extends BillingError {
    static readonly errorName = "InsufficientBalanceError";
}

export class InternalServerError extends TencentCloudError {
    static readonly errorName = "InternalServerError";
    readonly kind: 'internal';
}

export class InvalidParameterError extends TencentCloudError {
    static readonly errorName = "InvalidParameterError";
    readonly kind: 'invalid-parameter';
}

export interface LearnedLimit {
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

export interface LimitConflict {
    readonly option: 'qps' | 'scope';
    readonly own: string;
    readonly other: string;
}

export type LimitEvent = LimitEventBody & {
    readonly call?: undefined;
    readonly at: number;
};

export type LimitEventBody = {
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

export type LimitScope = 'action' | 'service' | 'account';

export interface MinuteLimit extends ScopedLimit {
    readonly rpm: number;
    readonly tpm?: number;
}

export class NetworkError extends TransportError {
    static readonly errorName = "NetworkError";
}

export interface ObservedCall {
    readonly id: number;
    readonly service?: string | undefined;
    readonly action?: string | undefined;
    readonly region?: string | undefined;
    readonly version?: string | undefined;
    readonly method: string;
    readonly url?: string | undefined;
    readonly startedAt: number;
}

export interface PacingOptions {
    readonly limit?: RateLimit | MinuteLimit | TokenLimit | InFlightLimit;
    readonly fleet?: SharedLimit;
    readonly account?: string;
    readonly maxQueue?: number;
}

export type PacingScope = LimitScope | 'everywhere' | 'address';

export class PartialSuccessError extends TencentCloudError {
    static readonly errorName = "PartialSuccessError";
    readonly kind: 'partial-success';
    readonly data?: unknown;
}

export class PaymentError extends BillingError {
    static readonly errorName = "PaymentError";
}

export class PurchaseError extends BillingError {
    static readonly errorName = "PurchaseError";
}

export class QualificationError extends BillingError {
    static readonly errorName = "QualificationError";
}

export class QuotaExceededError extends TencentCloudError {
    static readonly errorName = "QuotaExceededError";
    readonly kind: 'quota-exceeded';
}

export interface RateLimit extends ScopedLimit {
    readonly qps: number;
}

export class ReplayAttackError extends TencentCloudError {
    static readonly errorName = "ReplayAttackError";
    readonly kind: 'replay';
}

export class RequestExpiredError extends AuthenticationError {
    static readonly errorName = "RequestExpiredError";
    readonly kind: 'request-expired';
}

export class ResourceConflictError extends TencentCloudError {
    static readonly errorName = "ResourceConflictError";
    readonly kind: 'conflict';
}

export class ResourceInsufficientError extends TencentCloudError {
    static readonly errorName = "ResourceInsufficientError";
    readonly kind: 'resource-insufficient';
}

export class ResourceNotFoundError extends TencentCloudError {
    static readonly errorName = "ResourceNotFoundError";
    readonly kind: 'not-found';
}

export class ResourceOperationError extends TencentCloudError {
    static readonly errorName = "ResourceOperationError";
    readonly kind: 'operation-failed';
}

export class ResourceStateError extends TencentCloudError {
    static readonly errorName = "ResourceStateError";
    readonly kind: 'resource-state';
}

export interface RetryBudgetOptions {
    readonly capacity?: number;
    readonly earned?: number;
}

export interface RetryOptions extends CallRetryOptions {
    readonly budget?: false | RetryBudgetOptions;
}

export interface RetryPolicy {
    readonly maxAttempts: number;
    readonly maxRetryTimeMs: number;
    readonly baseDelayMs: number;
    readonly maxDelayMs: number;
}

export type RetryReason =
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

export class ServiceUnavailableError extends TencentCloudError {
    static readonly errorName = "ServiceUnavailableError";
    readonly kind: 'unavailable';
}

export type Sign = (config: InternalAxiosRequestConfig, context: SignContext) => InternalAxiosRequestConfig | undefined | void | Promise<InternalAxiosRequestConfig | undefined | void>;

export interface SignContext {
    readonly attempt: number;
    readonly now: number;
    readonly clockOffsetMs: number;
}

export type SigningMethod = 'TC3-HMAC-SHA256' | 'HmacSHA256' | 'HmacSHA1';

export class StreamError extends TransportError {
    static readonly errorName = "StreamError";
    readonly delivered?: Delivered;
}

export interface StreamOptions {
    readonly hold?: boolean;
    readonly idleMs?: number;
}

export interface StreamOutcome {
    readonly finished: boolean;
    readonly error?: unknown;
    readonly cancelled: boolean;
    readonly events: number;
    readonly bytes: number;
    readonly usage?: TokenUsage;
    readonly firstContentMs?: number;
    readonly durationMs: number;
}

export interface TencentCloudAttachment {
    detach(): void;
}

export interface TencentCloudCallOptions {
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

export class TencentCloudError extends AxiosError {
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

export interface TencentCloudErrorDetails {
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

export type TencentCloudEvent = CallEvent | LimitEvent;

export type TencentCloudFailure = InvalidParameterError | AuthenticationError | RequestExpiredError | AuthorizationError | ReplayAttackError | ThrottlingError | QuotaExceededError | UnsupportedError | ResourceNotFoundError | ResourceConflictError | ResourceStateError | ResourceInsufficientError | ResourceOperationError | BillingFailure | PartialSuccessError | DryRunError | ContentRefusedError | InternalServerError | ServiceUnavailableError | TransportFailure | UnknownFailure;

export interface TencentCloudOptions {
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

export interface Text {
    readonly en: string;
    readonly zh: string;
}

export type ThrottledBy = 'rate' | 'in-flight' | 'tokens';

export class ThrottlingError extends TencentCloudError {
    static readonly errorName = "ThrottlingError";
    readonly kind: 'throttling';
}

export interface TimeSpent {
    readonly totalMs: number;
    readonly queuedMs: number;
    readonly backoffMs: number;
    readonly preparingMs: number;
    readonly sendingMs: number;
}

export class TimeoutError extends TransportError {
    static readonly errorName = "TimeoutError";
}

export interface ToJsonOptions {
    readonly full?: boolean;
}

export interface TokenLimit extends ScopedLimit {
    readonly tpm: number;
}

export interface TokenUsage {
    readonly inputTokens?: number;
    readonly outputTokens?: number;
    readonly totalTokens?: number;
}

export class TransportError extends TencentCloudError {
    static readonly errorName: ErrorClassName;
    readonly kind: 'transport';
}

export type TransportFailure = TransportError | HttpError | NetworkError | TimeoutError | StreamError;

export type UnknownFailure = TencentCloudError & {
    readonly kind: 'unknown';
};

export class UnsupportedError extends TencentCloudError {
    static readonly errorName = "UnsupportedError";
    readonly kind: 'unsupported';
}

export function attachTencentCloud(instance: AxiosInstance, options?: TencentCloudOptions): TencentCloudAttachment;

export function attemptsOf(responseOrError: unknown): readonly Attempt[];

export function isTencentCloudError(value: unknown): value is TencentCloudFailure;

export const streamOutcome: (response: unknown) => Promise<StreamOutcome> | undefined;

// Mentioned above, not exported by name.

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

interface Learning {
    readonly burst: number;
    readonly leastQps: number;
    readonly window: number;
    readonly accepted: number;
    readonly acceptedAgoMs: number | undefined;
    readonly throttledAgoMs?: number | undefined;
}

interface Reservation {
    readonly key: string;
    readonly qps: number | undefined;
    readonly configuredQps?: number;
    readonly wanted: number;
    readonly withinMs: number;
    readonly learning?: Learning;
}

interface ScopedLimit {
    readonly scope?: LimitScope;
}

interface SharedLimit {
    reserve(reservation: Reservation): Promise<Grant>;
}

// Added to the types of others.

declare module 'axios' {
    interface AxiosRequestConfig<D = any, P = any> {
        tencentCloud?: TencentCloudCallOptions;
    }
}
