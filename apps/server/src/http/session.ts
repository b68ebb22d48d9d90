/** /api/session: a sign-in code becomes a cookie, once; signing out ends it. */
import { signOut, SESSION_LIFE_MS } from '@briefboard/library'
import { Refusal, SignIn } from '@briefboard/protocol'
import { Router } from 'express'
import { SESSION_COOKIE, sessionOf } from '../access/identity.ts'
import { signedIn, type Services } from './services.ts'

export function sessionRoutes(services: Services): Router {
  const router = Router()
  const cookie = { httpOnly: true, sameSite: 'lax', secure: services.isSecure, path: '/' } as const
  router.get('/', async (request, response) => {
    response.json({ person: await signedIn(services, request) })
  })
  router.post('/', async (request, response) => {
    // A browser always says where a page that sends comes from; another site's must not sign anybody in.
    if (request.headers.origin === undefined) throw new Refusal('foreign-origin')
    const { person, session } = await services.links.use(request, SignIn.parse(request.body).code)
    response
      .cookie(SESSION_COOKIE, session, { ...cookie, maxAge: SESSION_LIFE_MS })
      .status(201)
      .json({ person })
  })
  router.delete('/', async (request, response) => {
    const session = sessionOf(request)
    if (session !== null) await signOut(services.store.records, session, services.now())
    response.clearCookie(SESSION_COOKIE, cookie).status(204).end()
  })
  return router
}
