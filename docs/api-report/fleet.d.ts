// What this entry exports. Made by `npm run api-report`; a change of it is a change of the public types.

export type Fleet = SharedLimit;

export interface FleetOptions {
    readonly redis: RedisClient;
    readonly processes: number;
    readonly prefix?: string;
    readonly timeoutMs?: number;
}

export interface Grant {
    readonly slotsInMs: readonly number[];
    readonly nextInMs: number;
    readonly fallback: string | undefined;
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

export interface NodeRedisClient {
    evalSha(sha1: string, options: KeysAndArguments): Promise<unknown>;
    eval(script: string, options: KeysAndArguments): Promise<unknown>;
}

export type RedisClient = IoredisClient | NodeRedisClient;

export interface Reservation {
    readonly key: string;
    readonly qps: number;
    readonly wanted: number;
    readonly withinMs: number;
}

export interface SharedLimit {
    reserve(reservation: Reservation): Promise<Grant>;
}

export function createFleet(options: FleetOptions): Fleet;
