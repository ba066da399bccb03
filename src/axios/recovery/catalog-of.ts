import { createLookup, type Lookup } from '../../catalog/index.ts'
import type { Attachment } from '../attachment.ts'

const catalogs = new WeakMap<Attachment, Lookup>()

/** The catalog of an attachment, with the user's entries; made at its first failure. */
export function catalogOf(attachment: Attachment): Lookup {
  const known = catalogs.get(attachment)
  if (known) return known
  const made = createLookup(attachment.settings.catalog)
  catalogs.set(attachment, made)
  return made
}
