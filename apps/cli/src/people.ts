/** `briefboard people`: who there is, another role, and taking somebody out; open connections follow within a second. */
import { changePerson, listPeople as readPeople, removePerson, type Doer } from '@briefboard/library'
import { Role, ROLES } from '@briefboard/protocol'
import { UsageError } from './usage-error.ts'
import { withStore } from './with-store.ts'

export const PEOPLE_USAGE = `  people
        who there is: id, role, name
  people role ID ${ROLES.join('|')}
        gives a person another role; what they have open follows within a second
  people remove ID
        removes a person with all tokens, links and sessions`

/** Whoever sits at this machine; the audit trail cannot know more. */
export const DOER: Doer = { id: '', name: 'the command line' }

export async function listPeople(): Promise<void> {
  const people = await withStore((store) => readPeople(store.records))
  const lines = people.map(({ id, role, name }) => `${id}  ${role.padEnd(8)}  ${name}`)
  console.log(lines.join('\n') || 'There is nobody yet. Invite somebody with briefboard token.')
}

export async function setRole(_options: unknown, [id = '', role]: readonly string[]): Promise<void> {
  const parsed = Role.safeParse(role)
  if (!parsed.success) throw new UsageError(`ROLE is one of ${ROLES.join(', ')}.`)
  const { name } = await withStore((store) =>
    changePerson(store.records, id, { role: parsed.data }, { by: DOER, now: new Date() }),
  )
  console.log(`${name} is ${parsed.data} from now on.`)
}

export async function removePersonById(_options: unknown, [id = '']: readonly string[]): Promise<void> {
  const { name } = await withStore((store) => removePerson(store.records, id, { by: DOER, now: new Date() }))
  console.log(`${name} is removed, with all tokens, links and sessions.`)
}
