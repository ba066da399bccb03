export { recover } from './recover.ts'
export { refusalError } from './refusal-error.ts'
