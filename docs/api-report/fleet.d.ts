// What this entry exports. Made by `npm run api-report`; a change of it is a change of the public types.

export type Fleet = SharedLimit;

export interface FleetOptions {
    readonly redis: RedisClient;
    readonly processes?: number;
    readonly prefix?: string;
    readonly timeoutMs?: number;
}

export interface Grant {
    readonly slotsInMs: readonly number[];
    readonly nextInMs: number;
    readonly fallback: string | undefined;
    readonly qps?: number | undefined;
    readonly window?: number;
    readonly isProbe?: boolean;
    readonly conflicts?: readonly LimitConflict[];
    giveBack(count: number): void;
}

export interface IoredisClient {
    evalsha(sha1: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
    eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
}

export interface KeysAndArguments {
    keys: string[];
    arguments: string[];
}

export interface Learning {
    readonly burst: number;
    readonly leastQps: number;
    readonly window: number;
    readonly accepted: number;
    readonly acceptedAgoMs: number | undefined;
    readonly throttledAgoMs?: number | undefined;
}

export interface NodeRedisClient {
    evalSha(sha1: string, options: KeysAndArguments): Promise<unknown>;
    eval(script: string, options: KeysAndArguments): Promise<unknown>;
}

export type RedisClient = IoredisClient | NodeRedisClient;

export interface Reservation {
    readonly key: string;
    readonly qps: number | undefined;
    readonly configuredQps?: number;
    readonly wanted: number;
    readonly withinMs: number;
    readonly learning?: Learning;
}

export interface SharedLimit {
    reserve(reservation: Reservation): Promise<Grant>;
}

export function createFleet(options: FleetOptions): Fleet;

// Mentioned above, not exported by name.

interface LimitConflict {
    readonly option: 'qps' | 'scope';
    readonly own: string;
    readonly other: string;
}
