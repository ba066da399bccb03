import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { type ScriptedServer, startScriptedServer } from '../support/scripted-server.ts'

/** What a stream does next: sends bytes, breaks its connection, or waits for something. */
export type Step = string | Uint8Array | { readonly reset: true } | { readonly until: Promise<unknown> }

/** An answer: its steps, under status 200 and as an event stream unless it says otherwise. */
export interface Script {
  readonly steps: readonly Step[]
  readonly status?: number
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

export const reset: Step = { reset: true }
export const frame = (data: object | string, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
export const delta = (fields: object, reason: string | null = null): string =>
  frame({ id: 'c1', object: 'chat.completion.chunk', choices: [{ index: 0, delta: fields, finish_reason: reason }] })
export const role = delta({ role: 'assistant', content: '' })
export const text = (content: string): string => delta({ content })
export const stop = delta({}, 'stop')
export const done = 'data: [DONE]\n\n'
export const errorFrame = (code: string, message = 'm'): string =>
  frame({ error: { message, code, type: 'server_error', request_id: `id-${code}` } })

async function play(response: ServerResponse, { steps, status = 200, type, headers }: Script): Promise<void> {
  response.writeHead(status, { 'content-type': type ?? 'text/event-stream; charset=utf-8', ...headers })
  response.flushHeaders()
  for (const step of steps) {
    if (typeof step === 'string' || step instanceof Uint8Array) {
      response.write(step)
      // Lets the bytes go out by themselves.
      await setTimeout(2)
    } else if ('until' in step) await step.until
    else {
      response.destroy()
      return
    }
  }
  response.end()
}

/** A model's host on loopback. It plays the scripts in order, and the last one for ever. */
export async function startStreams(...scripts: readonly Script[]): Promise<ScriptedServer & { readonly chat: string }> {
  const server = await startScriptedServer()
  onTestFinished(() => server.close())
  server.answer = (_request, response) => {
    const script = scripts[Math.min(server.received.length, scripts.length) - 1]
    void play(response, script ?? { steps: [] }).catch(() => {})
  }
  return Object.assign(server, { chat: `${server.origin}/v1/chat/completions` })
}
