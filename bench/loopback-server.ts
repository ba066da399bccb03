// Run as a child process: with the client in one process, each would wait for the other's turn of the event loop.
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
// A pause between two rounds must not close the connection.
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.send?.(address?.port)
})
process.on('disconnect', () => process.exit())
