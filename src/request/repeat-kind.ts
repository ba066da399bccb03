/**
 * The effect of executing a call a second time, from harmless to harmful.
 *
 * - `read`: none
 * - `idempotent`: none beyond that of the first execution
 * - `overwrite`: no additional resource, but it may report a false error or overwrite a later change
 * - `generate`: none but the tokens that a model uses for a second answer
 * - `duplicate`: it may create a second resource, or cost money
 */
export type Repeat = 'read' | 'idempotent' | 'generate' | 'overwrite' | 'duplicate'
