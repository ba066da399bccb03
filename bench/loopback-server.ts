// Runs as a child process; in one process, server and client would wait for each other on the event loop.
import { createServer } from 'node:http'
import { bodies } from './bodies.ts'

const answers = new Map<string | undefined, Buffer>(bodies.map(({ path, text }) => [path, Buffer.from(text)]))

const server = createServer((request, response) => {
  const answer = answers.get(request.url)
  request.resume()
  request.on('end', () => {
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' })
    response.end(answer)
  })
})
// Long enough that a pause between two rounds does not close the connection.
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.send?.(address?.port)
})
process.on('disconnect', () => process.exit())
