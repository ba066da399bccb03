// What this entry exports. Made by `npm run api-report`; a change of it is a change of the public types.

export interface Telemetry {
    readonly onEvent: (event: TencentCloudEvent) => void;
    subscribe(): () => void;
}

export interface TelemetryOptions {
    readonly tracerProvider?: TracerProvider;
    readonly meterProvider?: MeterProvider;
}

export function createTelemetry({ tracerProvider, meterProvider }?: TelemetryOptions): Telemetry;

// Mentioned above, not exported by name.

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

type CallEvent = EventBody & {
    readonly call: ObservedCall;
    readonly at: number;
};

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

type PacingScope = LimitScope | 'everywhere' | 'address';

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

type TencentCloudEvent = CallEvent | LimitEvent;

interface TokenUsage {
    readonly inputTokens?: number;
    readonly outputTokens?: number;
    readonly totalTokens?: number;
}
