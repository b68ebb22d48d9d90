/** The pages: the built ones in operation, Vite's while developing. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RequestHandler } from 'express'
import { StartProblem } from './start-problem.ts'

const WEB = new URL('../../web/', import.meta.url)

export interface Pages {
  handler: RequestHandler
  close(): Promise<void>
}

/** @throws StartProblem when the pages have not been built */
export async function openPages(developing: boolean): Promise<Pages> {
  return developing ? openVite() : openBuilt()
}

async function openBuilt(): Promise<Pages> {
  const built = new URL('build/handler.js', WEB)
  if (!existsSync(built))
    throw new StartProblem('The pages are not built. Run `npm run build`, or `npm start`, which does it by itself.')
  const { handler } = (await import(built.href)) as { handler: RequestHandler }
  return { handler, close: async () => undefined }
}

async function openVite(): Promise<Pages> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    root: fileURLToPath(WEB),
    configLoader: 'native',
    server: { middlewareMode: true },
  })
  return { handler: vite.middlewares, close: () => vite.close() }
}
