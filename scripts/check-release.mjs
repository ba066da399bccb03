// Ends with 1 unless a tag names the version of package.json and CHANGELOG.md has a section of it.
//
//   node scripts/check-release.mjs v0.1.0
import { readFileSync } from 'node:fs'

const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const [tag] = process.argv.slice(2)
const { version } = JSON.parse(read('package.json'))
const sections = [...read('CHANGELOG.md').matchAll(/^## \[?([^\]\s]+)/gm)].map(([, name]) => name)
const faults = []
if (tag !== `v${version}`) faults.push(`the tag is ${tag}, the version ${version}`)
if (!sections.includes(version)) faults.push(`CHANGELOG.md has no section ${version}`)
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
