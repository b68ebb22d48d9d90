/** /api/people: owners see who there is, invite, change and remove, and read who did so. */
import { changePerson, invite, listPeople, readPeopleLog, removePerson } from '@briefboard/library'
import { NewPerson, PersonChange, type InvitedPerson } from '@briefboard/protocol'
import { Router, type Request } from 'express'
import { allowed, type Services } from './services.ts'

/** As much of the audit trail as one answer holds. */
const LOG_LINES = 500

export function peopleRoutes(services: Services): Router {
  const { records } = services.store
  const asOwner = async (request: Request) => ({
    by: await allowed(services, request, 'manage-people'),
    now: services.now(),
  })
  const router = Router()
  router.get('/', async (request, response) => {
    await asOwner(request)
    response.json({ people: await listPeople(records) })
  })
  router.get('/log', async (request, response) => {
    await asOwner(request)
    response.json({ events: await readPeopleLog(records, LOG_LINES) })
  })
  router.post('/', async (request, response) => {
    const { by, now } = await asOwner(request)
    services.allowances.take('people', by.id)
    const { person, token, code } = await invite(records, NewPerson.parse(request.body), now, by)
    const invited: InvitedPerson = { person, token, link: `${services.url}/sign-in?code=${code}` }
    response.status(201).set('Cache-Control', 'no-store').json(invited)
  })
  router.patch('/:id', async (request, response) => {
    const change = await asOwner(request)
    services.allowances.take('people', change.by.id)
    const person = await changePerson(records, request.params.id, PersonChange.parse(request.body), change)
    response.json({ person })
  })
  router.delete('/:id', async (request, response) => {
    const change = await asOwner(request)
    services.allowances.take('people', change.by.id)
    await removePerson(records, request.params.id, change)
    response.status(204).end()
  })
  return router
}
