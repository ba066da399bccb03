/** Splits a name into parts between which a line may break: `Request`, `Limit`, `Exceeded.`, `Uin`. */
export const wordParts = (name: string): readonly string[] => name.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[._/-])(?=\w)/)
