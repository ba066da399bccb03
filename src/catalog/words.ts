// All that depends on words: those in the names of codes, and those that servers send. Loaded with the tables.
export { classifyName } from './classify-name.ts'
export { heedWords } from './server-words.ts'
