/** It was asked the wrong way: exit code 2. */
export class UsageError extends Error {}
