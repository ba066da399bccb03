/** Calls of a key in flight at first: Tencent Cloud's usual limit is 20 a second. Source: API 3.0's default quota. */
export const firstWindow = 20
