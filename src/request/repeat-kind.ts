/**
 * The effect of executing a call a second time, from harmless to harmful.
 *
 * - `read`: none
 * - `idempotent`: none beyond that of the first execution
 * - `overwrite`: no additional resource, but it may report a false error or overwrite a later change
 * - `duplicate`: it may create a second resource, or cost money
 */
export type Repeat = 'read' | 'idempotent' | 'overwrite' | 'duplicate'
