// What this entry exports. Made by `npm run api-report`; a change of it is a change of the public types.

export interface ClockObservation {
    readonly dateHeader?: string | undefined;
    readonly ageHeader?: string | undefined;
    readonly sentAt: number;
    readonly receivedAt: number;
    readonly bodyTime?: number | undefined;
}

export class ClockOffsets {
    constructor(now?: () => number);
    get(origin: string): number;
    set(origin: string, offset: number): void;
}

export class CredentialCache {
    constructor(source: CredentialSource, now?: () => number);
    get(): Promise<Credentials>;
    refresh(stale: Credentials): Promise<Credentials>;
}

export type CredentialSource = Credentials | (() => Credentials | Promise<Credentials>);

export interface Credentials {
    readonly secretId: string;
    readonly secretKey: string;
    readonly token?: string | undefined;
    readonly expiresAt?: number | undefined;
}

export class CredentialsError extends Error {
    readonly name = "CredentialsError";
    readonly field: CredentialsField;
    constructor(field: CredentialsField, message: string);
}

export type CredentialsField = 'credentials' | 'secretId' | 'secretKey' | 'token' | 'expiresAt';

export type HmacHash = 'SHA-1' | 'SHA-256';

export interface HmacKey {
    bytes(text: string): Promise<Uint8Array>;
    text(text: string, encoding: MacEncoding): Promise<string>;
}

export type MacEncoding = 'hex' | 'base64';

export interface MultipartBody {
    readonly contentType: string;
    readonly body: Uint8Array & {
        readonly buffer: ArrayBuffer;
    };
}

export type Param = readonly [name: string, value: string];

export interface SigningCrypto {
    sha256Hex(data: string | Uint8Array): Promise<string>;
    hmacKey(hash: HmacHash, key: string | Uint8Array): Promise<HmacKey>;
}

export type Tc3Headers = Readonly<Record<string, string>> & {
    readonly Authorization: string;
    readonly 'X-TC-Timestamp': string;
};

export interface Tc3Options {
    readonly timestamp: number;
    readonly service?: string | undefined;
    readonly action?: string | undefined;
    readonly version?: string | undefined;
    readonly region?: string | undefined;
    readonly language?: string | undefined;
    readonly unsignedPayload?: boolean | undefined;
    readonly signedHeaders?: readonly string[] | undefined;
    readonly crypto?: SigningCrypto | undefined;
}

export interface Tc3Request {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array | undefined;
}

export type V1Method = 'HmacSHA1' | 'HmacSHA256';

export interface V1Options {
    readonly timestamp: number;
    readonly nonce: string | number;
    readonly signatureMethod?: V1Method | undefined;
    readonly crypto?: SigningCrypto | undefined;
}

export interface V1Request {
    readonly method: string;
    readonly host: string;
    readonly path: string;
    readonly params: Readonly<Record<string, unknown>>;
}

export function createNonce(): string;

export function encodeMultipart(form: FormData): Promise<MultipartBody>;

export function encodeParams(params: readonly Param[]): string;

export function environmentCredentials(environment?: Readonly<Record<string, string | undefined>>): Credentials;

export function offsetFrom(observation: ClockObservation): number | undefined;

export function platformCrypto(): SigningCrypto;

export function sameCredentials(a: Credentials, b: Credentials): boolean;

export function serverTimeIn(message: string): number | undefined;

export function signTc3(request: Tc3Request, credentials: Credentials, options: Tc3Options): Promise<Tc3Headers>;

export function signV1(request: V1Request, credentials: Credentials, options: V1Options): Promise<readonly Param[]>;

export function webCrypto(subtle: typeof globalThis.crypto.subtle | undefined): SigningCrypto | undefined;
