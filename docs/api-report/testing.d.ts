// What this entry exports. Made by `npm run api-report`; a change of it is a change of the public types.

export interface Answer {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array;
    readonly stream?: Stream;
}

export type AnswerData = Data | ((params: LoggedRequest['params'], request: LoggedRequest) => Data);

export interface Api3FaultOptions extends FaultOptions {
    readonly requestId?: string;
}

export type Data = Readonly<Record<string, unknown>>;

export type Dialect = 'legacy' | 'api3';

export interface Execution {
    readonly number: number;
    readonly service: string | undefined;
    readonly action: string | undefined;
    readonly params: LoggedRequest['params'];
    readonly clientToken: string | undefined;
    readonly generated: Generated | undefined;
}

export interface FakeCredentials {
    readonly secretId: string;
    readonly secretKey: string;
    readonly token?: string | undefined;
    readonly expired?: boolean | undefined;
}

export class FakeTencentCloud {
    constructor(options?: FakeTencentCloudOptions);
    get requests(): readonly LoggedRequest[];
    get executions(): readonly Execution[];
    get pendingFaults(): readonly PendingFaults[];
    get inFlight(): number;
    requestsOf(action: string): readonly LoggedRequest[];
    executionsOf(action: string): readonly Execution[];
    answer(target: Target, data: AnswerData): void;
    fail(target: Target, ...faults: readonly Fault[]): void;
    limit(target: Target, limit: Limit): void;
    unlimit(target: Target): void;
    latency(target: Target, latency: Latency): void;
    setCredentials(credentials: readonly FakeCredentials[]): void;
    expireToken(secretId: string): void;
    reset(): void;
    handlers<Handler>(http: MswHttp<Handler>): Handler[];
    listen(options?: ListenOptions): Promise<Listening>;
    handle(request: Request, target?: string): Promise<Outcome>;
}

export interface FakeTencentCloudOptions {
    readonly now?: () => number;
    readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
    readonly responseHeaders?: Readonly<Record<string, string>>;
    readonly cors?: boolean;
    readonly credentials?: readonly FakeCredentials[];
    readonly apiKeys?: readonly string[];
    readonly nonceMemory?: boolean;
    readonly timestampToleranceSeconds?: number;
}

export class Fault {
    readonly kind: FaultKind;
    readonly executed: boolean;
    readonly delayMs: number;
    readonly word: 'success' | 'fault' | 'reset' | 'truncated' | 'hang';
    readonly effect: FaultEffect;
    constructor(kind: FaultKind, executed: boolean, effect: FaultEffect, word?: Fault['word'], delayMs?: number);
}

export type FaultKind = 'legacy' | 'api3' | 'model' | 'body' | 'html' | 'status' | 'reset' | 'truncated' | 'delay' | 'hang' | 'stream';

export interface FaultOptions {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly executed?: boolean;
}

export interface FixedWindowOptions extends WindowOptions {
    readonly startsAt?: number;
}

export interface Frame {
    readonly text: string;
    readonly tokens: number;
    readonly waitMs: number;
}

export interface Generated {
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly sentTokens: number;
    readonly ended: 'whole' | 'broken' | 'cancelled' | undefined;
}

export interface InFlightOptions extends LimitOptions {
    readonly max: number;
}

export type Latency = number | {
    readonly min: number;
    readonly max: number;
} | ((request: LoggedRequest) => number);

export interface LegacyFaultOptions extends FaultOptions {
    readonly codeDesc?: string;
    readonly data?: unknown;
    readonly requestId?: string;
}

export class Limit {
    readonly kind: LimitKind;
    readonly per: readonly LimitKey[];
    readonly countRejected: boolean;
    readonly fault: Fault | undefined;
    readonly startMeter: StartMeter;
    constructor(kind: LimitKind, { per, countRejected, fault }: LimitOptions, startMeter: StartMeter);
}

export type LimitKey = 'secretId' | 'region' | 'apiKey' | 'model';

export type LimitKind = 'fixed-window' | 'sliding-window' | 'token-bucket' | 'in-flight' | 'model-tokens';

export interface LimitOptions {
    readonly per?: readonly LimitKey[];
    readonly countRejected?: boolean;
    readonly fault?: Fault;
}

export interface ListenOptions {
    readonly port?: number;
    readonly host?: string;
}

export interface Listening {
    readonly url: string;
    readonly port: number;
    urlOf(service: string): string;
    close(): Promise<void>;
}

export interface LoggedRequest extends ReadRequest {
    readonly number: number;
    readonly at: number;
    readonly requestId: string;
    readonly verified: boolean | undefined;
    readonly outcome: OutcomeWord;
}

export interface ModelAnswer {
    readonly text?: string | readonly string[];
    readonly reasoning?: string | readonly string[];
    readonly finishReason?: string;
    readonly inputTokens?: number;
    readonly msPerToken?: number;
}

export interface ModelFaultOptions extends FaultOptions {
    readonly status?: number;
    readonly type?: string;
    readonly requestId?: string;
}

export interface ModelTokensOptions extends LimitOptions {
    readonly max: number;
    readonly windowMs?: number;
}

export interface MswHttp<Handler> {
    all(path: RegExp, resolver: (info: {
        request: Request;
    }) => Promise<Response>): Handler;
}

export type Outcome = {
    readonly kind: 'answer';
    readonly response: Response;
} | {
    readonly kind: 'truncated';
    readonly response: Response;
    readonly arrivingBytes: number;
} | {
    readonly kind: 'stream';
    readonly response: Response;
} | {
    readonly kind: 'reset';
};

export type OutcomeWord = 'success' | 'repeated' | 'unauthenticated' | 'replay' | 'expired' | 'limited' | 'fault' | 'reset' | 'truncated' | 'hang' | 'crashed';

export interface PendingFaults {
    readonly target: Target;
    readonly faults: readonly Fault[];
}

export type Protocol = 'openai' | 'responses' | 'anthropic';

export interface Stream {
    readonly frames: readonly Frame[];
    readonly ending: 'end' | 'reset' | 'silence';
}

export type StreamFaultKind = 'error' | 'reset' | 'silence' | 'end';

export interface StreamFaultOptions {
    readonly frames?: number;
    readonly code?: string;
    readonly message?: string;
    readonly done?: boolean;
    readonly executed?: boolean;
}

export type Target = string | {
    readonly service?: string;
    readonly action?: string;
};

export interface TokenBucketOptions extends LimitOptions {
    readonly ratePerSecond: number;
    readonly capacity: number;
}

export interface WindowOptions extends LimitOptions {
    readonly max: number;
    readonly windowMs?: number;
}

export const createFakeTencentCloud: (options?: FakeTencentCloudOptions) => FakeTencentCloud;

export const faults: {
    model(code: string, message?: string, options?: import("./models/model-faults.ts").ModelFaultOptions): Fault;
    stream(kind: import("./index.ts").StreamFaultKind, options?: import("./models/model-faults.ts").StreamFaultOptions): Fault;
    legacy(code: number | string, message?: string, options?: LegacyFaultOptions): Fault;
    api3(code: string, message?: string, options?: Api3FaultOptions): Fault;
    body(body: string | object, options?: FaultOptions): Fault;
    html(status?: number, options?: Omit<FaultOptions, 'status'>): Fault;
    status(status: number, headers?: Readonly<Record<string, string>>, options?: {
        executed?: boolean;
    }): Fault;
    reset(when: 'before' | 'after'): Fault;
    truncated(options?: {
        readonly bytes?: number;
    }): Fault;
    delay(ms: number, then?: Fault): Fault;
    hang(options?: {
        readonly executed?: boolean;
    }): Fault;
};

export const limits: {
    fixedWindow(options: FixedWindowOptions): Limit;
    slidingWindow(options: WindowOptions): Limit;
    tokenBucket(options: TokenBucketOptions): Limit;
    modelTokens(options: ModelTokensOptions): Limit;
    inFlight(options: InFlightOptions): Limit;
};

// Mentioned above, not exported by name.

interface FaultContext {
    readonly request: LoggedRequest;
    readonly requestId: string;
    readonly success: Answer;
}

type FaultEffect = (context: FaultContext) => (Answer & {
    readonly arrivingBytes?: number;
}) | 'reset';

interface Meter {
    hasRoom(now: number, tokens?: number): boolean;
    count(now: number, tokens?: number): void;
    spend?(now: number, tokens: number): void;
    release(): void;
}

interface ReadRequest {
    readonly method: string;
    readonly url: string;
    readonly host: string;
    readonly service: string | undefined;
    readonly action: string | undefined;
    readonly protocol: Protocol | undefined;
    readonly dialect: Dialect;
    readonly params: Readonly<Record<string, unknown>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array;
    readonly bodyBytes: number;
    readonly nonce: string | undefined;
    readonly timestamp: string | undefined;
    readonly region: string | undefined;
    readonly signature: string | undefined;
    readonly secretId: string | undefined;
    readonly apiKey: string | undefined;
    readonly model: string | undefined;
}

type StartMeter = (now: number, previous: Meter | undefined) => Meter;
