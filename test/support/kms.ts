import { faults } from 'axios-tencentcloud/testing'

/** Where the legacy API of KMS answers. */
export const path = '/v2/index.php'

/** A read. */
export const list = { params: { Action: 'ListKey' } }

/** A write that a repeat would duplicate. */
export const create = { params: { Action: 'CreateKey' } }

/** The rejection of a call that was throttled before it ran. */
export const throttled = faults.legacy(4420, '(10250)qps throttling', { requestId: 'r-1' })
