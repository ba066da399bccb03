export { seeded } from '../../explorer/lab/seeded.ts'
