import type { Text } from '../entry.ts'

/** How the IDs of things begin, by the name of the ID in lower case. */
const beginnings: Readonly<Record<string, string>> = {
  'address id': 'eip-',
  'auto scaling group id': 'asg-',
  'bandwidth package id': 'bwp-',
  'ccn id': 'ccn-',
  'cluster id': 'cls-',
  'customer gateway id': 'cgw-',
  'disaster recover group id': 'ps-',
  'disk id': 'disk-',
  'eip id': 'eip-',
  'eni id': 'eni-',
  'image id': 'img-',
  'key id': 'skey-',
  'key pair id': 'skey-',
  'launch configuration id': 'asc-',
  'listener id': 'lbl-',
  'load balancer id': 'lb-',
  'nat gateway id': 'nat-',
  'network interface id': 'eni-',
  'route table id': 'rtb-',
  'security group id': 'sg-',
  'snapshot id': 'snap-',
  'subnet id': 'subnet-',
  'vpc id': 'vpc-',
  'vpn gateway id': 'vpngw-',
}

/** How the IDs of a product's instances begin. */
const instances: Readonly<Record<string, string>> = {
  cbs: 'ins-',
  cdb: 'cdb-',
  cfs: 'cfs-',
  cvm: 'ins-',
  lighthouse: 'lhins-',
  mongodb: 'cmgo-',
  redis: 'crs-',
  vpc: 'ins-',
}

/** IDs that begin so in these products alone: elsewhere a cluster is another thing, and so is an image. */
const limited: Readonly<Record<string, readonly string[]>> = {
  'address id': ['vpc', 'cvm'],
  'cluster id': ['tke'],
  'disk id': ['cbs', 'cvm'],
  'image id': ['as', 'cvm', 'tke'],
  'key id': ['cvm'],
  'key pair id': ['cvm', 'as'],
  'listener id': ['as', 'clb'],
  'snapshot id': ['cbs', 'cvm', 'as'],
}

/**
 * Tells how an ID begins that is malformed or not valid.
 *
 * @param about what is wrong, such as `instance ID`
 */
export function findIdForm(about: string | undefined, service = ''): Text | undefined {
  const name = about?.toLowerCase() ?? ''
  const products = Object.hasOwn(limited, name) ? limited[name] : undefined
  if (products && !products.includes(service)) return undefined
  const [table, key] = name === 'instance id' ? [instances, service] : [beginnings, name]
  const beginning = Object.hasOwn(table, key) ? table[key] : undefined
  return beginning === undefined
    ? undefined
    : { en: `Check the ID: it begins with \`${beginning}\`.`, zh: `请核对 ID，正确的 ID 以 \`${beginning}\` 开头。` }
}
