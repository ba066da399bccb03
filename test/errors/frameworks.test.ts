import 'reflect-metadata'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve as serveHono } from '@hono/node-server'
import { Controller, Get, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { HttpError, type TencentCloudFailure, ThrottlingError } from 'axios-tencentcloud'
import { type Fault, faults } from 'axios-tencentcloud/testing'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path } from '../support/kms.ts'

// What web frameworks answer when a handler lets an error of this package through. Each runs as it does by default.

type Handler = () => Promise<unknown>

/** Starts a server whose only route runs the handler. Resolves to its port. */
type Framework = (handler: Handler) => Promise<number>

const portOf = (server: Server): number => (server.address() as AddressInfo).port

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return portOf(server)
}

const frameworks: readonly (readonly [name: string, start: Framework])[] = [
  [
    'Express',
    (handler) =>
      listen(
        express().get('/', async (_request, response) => {
          response.json(await handler())
        }),
      ),
  ],
  [
    'Koa',
    (handler) => {
      const app = new Koa()
      app.use(async (context) => {
        context.body = await handler()
      })
      return listen(app.callback())
    },
  ],
  [
    'Fastify',
    async (handler) => {
      const app = fastify()
      onTestFinished(() => app.close())
      app.get('/', handler)
      return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
    },
  ],
  [
    'Hono',
    (handler) => {
      const app = new Hono().get('/', async (context) => context.json({ answer: await handler() }))
      return new Promise((resolve) => {
        const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port))
        onTestFinished(() => void server.close())
      })
    },
  ],
  [
    'NestJS',
    async (handler) => {
      class AppController {
        answer(): Promise<unknown> {
          return handler()
        }
      }
      class AppModule {}
      // As decorators do, whose syntax the compiler cannot erase.
      Controller()(AppController)
      const { prototype } = AppController
      Get()(prototype, 'answer', Reflect.getOwnPropertyDescriptor(prototype, 'answer') ?? {})
      Module({ controllers: [AppController] })(AppModule)
      const app = await NestFactory.create(AppModule, { logger: false })
      onTestFinished(() => app.close())
      await app.listen(0, '127.0.0.1')
      return portOf(app.getHttpServer())
    },
  ],
]

/** The error of a call that met the fault. */
async function errorOf(fault: Fault): Promise<TencentCloudFailure> {
  const { fake, client } = await startCloud()
  fake.fail('ListKey', fault)
  return (await rejectionOf(client({ retry: false }).get(path, list))) as TencentCloudFailure
}

/** What a framework answers whose handler lets the error through. */
async function answerTo(error: unknown, start: Framework): Promise<{ status: number; body: string }> {
  // Express, Koa and Hono print it.
  const print = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => print.mockRestore())
  const port = await start(() => Promise.reject(error))
  const response = await fetch(`http://127.0.0.1:${port}/`)
  return { status: response.status, body: await response.text() }
}

describe.each(frameworks)('%s answers an uncaught failure', (name, start) => {
  test('that came with status 200 with 500', async () => {
    const error = await errorOf(faults.legacy(4420, '(10250)qps throttling'))
    expect(error).toBeInstanceOf(ThrottlingError)
    expect(error).toMatchObject({ httpStatus: 200 })
    expect(error).not.toHaveProperty('status')
    expect(await answerTo(error, start)).toMatchObject({ status: 500 })
  })

  // docs/guides/web-frameworks.md has the same table.
  const handsOn = name === 'Express' || name === 'Koa' || name === 'Fastify'

  test.each([403, 429])(`that came with status %i with ${handsOn ? 'that status' : '500'}`, async (status) => {
    const error = await errorOf(faults.body('<html>no</html>', { status }))
    expect(error).toBeInstanceOf(HttpError)
    expect(error).toMatchObject({ status, httpStatus: status })
    expect(await answerTo(error, start)).toMatchObject({ status: handsOn ? status : 500 })
  })

  test('with its message only where the framework shows those of any error', async () => {
    const { body } = await answerTo(await errorOf(faults.legacy(4420, '(10250)qps throttling')), start)
    const shows = name === 'Fastify' || name === 'Express'
    expect(body.includes('qps throttling')).toBe(shows)
  })
})
