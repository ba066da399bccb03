// What this entry exports. Made by `npm run api-report`; a change of it is a change of the public types.

export interface Classification extends Hints {
    readonly service: string;
    readonly code: string;
    readonly moduleCode?: string;
    readonly class: ErrorClassName;
    readonly kind: ErrorKind;
    readonly retry: Disposition;
    readonly source: 'listed' | 'rule';
    readonly limitKind?: ThrottledBy;
    readonly documented: boolean;
    readonly products?: readonly string[];
    readonly agreed?: boolean;
}

export interface CodeQuery {
    readonly service?: string | undefined;
    readonly action?: string | undefined;
    readonly moduleCode?: string | undefined;
    readonly message?: string | undefined;
}

export type Disposition = 'throttle' | 're-sign' | 'clock' | 'transient' | 'busy' | 'never';

export interface DocumentedLimit {
    readonly service: string;
    readonly actions?: readonly string[];
    readonly kind: LimitKind;
    readonly limit: number;
    readonly periodSeconds?: number;
    readonly unit: Text;
    readonly scope: Text;
    readonly note?: Text;
    readonly source: Text;
}

export type ErrorClassName = 'InvalidParameterError' | 'AuthenticationError' | 'RequestExpiredError' | 'AuthorizationError' | 'ReplayAttackError' | 'ThrottlingError' | 'QuotaExceededError' | 'UnsupportedError' | 'ResourceNotFoundError' | 'ResourceConflictError' | 'ResourceStateError' | 'ResourceInsufficientError' | 'ResourceOperationError' | 'BillingError' | 'PurchaseError' | 'InsufficientBalanceError' | 'AccountArrearsError' | 'QualificationError' | 'PaymentError' | 'PartialSuccessError' | 'DryRunError' | 'ContentRefusedError' | 'InternalServerError' | 'ServiceUnavailableError' | 'TransportError' | 'HttpError' | 'NetworkError' | 'TimeoutError' | 'StreamError' | 'TencentCloudError';

export type ErrorKind = 'invalid-parameter' | 'authentication' | 'request-expired' | 'authorization' | 'replay' | 'throttling' | 'quota-exceeded' | 'unsupported' | 'not-found' | 'conflict' | 'resource-state' | 'resource-insufficient' | 'operation-failed' | 'billing' | 'partial-success' | 'dry-run' | 'content-refused' | 'internal' | 'unavailable' | 'transport' | 'unknown';

export interface ExplainOptions {
    readonly service?: string | undefined;
    readonly action?: string | undefined;
    readonly httpStatus?: number | undefined;
}

export type Explained = Explanation | ExplainedFault | ExplainedTerm | Unexplained;

export interface ExplainedFault {
    readonly subject: 'transport';
    readonly code: string;
    readonly httpStatus?: number;
    readonly service?: string;
    readonly action?: string;
    readonly class: ErrorClassName;
    readonly kind: 'transport';
    readonly retry: Disposition;
    readonly mayHaveRun: boolean;
    readonly meaning: Text;
    readonly remedy: Text;
    readonly repeatability: readonly Repeatability[];
}

export interface ExplainedTerm {
    readonly subject: 'term';
    readonly code: string;
    readonly meaning: Text;
    readonly remedy?: Text;
}

export interface Explanation {
    readonly subject: 'code';
    readonly code: string;
    readonly moduleCode?: string;
    readonly service: string;
    readonly list: string;
    readonly title?: Text;
    readonly action?: string;
    readonly class: ErrorClassName;
    readonly kind: ErrorKind;
    readonly retry: Disposition;
    readonly source: 'listed' | 'rule';
    readonly documented: boolean;
    readonly products?: readonly string[];
    readonly agreed?: boolean;
    readonly limits?: readonly DocumentedLimit[];
    readonly wireText?: string;
    readonly meaning?: Text;
    readonly remedy?: Text;
    readonly repeatability: readonly Repeatability[];
    readonly others: readonly OtherMeaning[];
    readonly nearest?: readonly string[];
    readonly serverMessage?: string;
    readonly requestId?: string;
    readonly place: Place;
}

export type LimitKind = 'rate' | 'concurrency' | 'bandwidth' | 'quota' | 'penalty';

export interface LookupResult extends Classification {
    readonly meaning?: Text;
    readonly remedy?: Text;
}

export interface OtherMeaning {
    readonly service: string;
    readonly code: string;
    readonly moduleCode?: string;
    readonly class: ErrorClassName;
    readonly retry: Disposition;
}

export interface Product {
    readonly service: string;
    readonly title?: Text;
    readonly versions: readonly string[];
    readonly codes: number;
}

export interface Repeatability {
    readonly call: Repeat;
    readonly repeats: number | 'until-deadline';
}

export interface SearchOptions {
    readonly limit?: number;
}

export interface SearchResult {
    readonly service: string;
    readonly code?: string;
    readonly moduleCode?: string;
    readonly actions?: readonly string[];
    readonly class: ErrorClassName;
    readonly kind: ErrorKind;
    readonly retry: Disposition;
    readonly wireText?: string;
    readonly meaning?: Text;
    readonly remedy?: Text;
}

export interface Text {
    readonly en: string;
    readonly zh: string;
}

export type ThrottledBy = 'rate' | 'in-flight' | 'tokens';

export interface Unexplained {
    readonly subject: 'unknown';
    readonly code: string;
    readonly kind: 'unknown';
    readonly service?: string;
    readonly others: readonly OtherMeaning[];
    readonly nearest: readonly string[];
}

export function explain(text: string, options?: ExplainOptions): Promise<Explained | undefined>;

export const limits: (service: string, action?: string) => Promise<readonly DocumentedLimit[]>;

export const lookup: (code: string, query?: CodeQuery) => Promise<LookupResult>;

export function products(): Promise<readonly Product[]>;

export function search(text: string, options?: SearchOptions): Promise<readonly SearchResult[]>;

// Mentioned above, not exported by name.

interface Hints {
    readonly maxAttempts?: number;
    readonly minDelayMs?: number;
    readonly timestampToleranceSeconds?: number;
}

type Place = 'typed' | 'body' | 'inside' | 'text' | 'message';

type Repeat = 'read' | 'idempotent' | 'generate' | 'overwrite' | 'duplicate';
