const portSuffix = /:\d*$/

/** A host without its port, in lower case: what is signed is the domain name (the official SDK signs `URL.hostname`). */
export function domainOf(host: string): string {
  return host.replace(portSuffix, '').toLowerCase()
}
