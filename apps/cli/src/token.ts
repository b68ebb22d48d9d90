/** `briefboard token`: makes a person, and prints a bearer token and a one-time sign-in link. */
import { invite } from '@briefboard/library'
import { PersonName, Role, ROLES } from '@briefboard/protocol'
import { DOER } from './people.ts'
import { UsageError } from './usage-error.ts'
import { withStore } from './with-store.ts'

export const TOKEN_USAGE = `  token --role ${ROLES.join('|')} --name NAME
        a person with this role: prints a bearer token and a sign-in link`

export async function makeToken({ role, name }: Record<string, string | undefined>): Promise<void> {
  const parsed = Role.safeParse(role)
  if (!parsed.success) throw new UsageError(`--role is one of ${ROLES.join(', ')}.`)
  if (name === undefined || name.trim() === '') throw new UsageError('--name says who it is for.')
  const called = PersonName.safeParse(name)
  if (!called.success) throw new UsageError(`--name ${called.error.issues[0]?.message ?? 'does not work'}.`)
  const { token, code } = await withStore((store) =>
    invite(store.records, { role: parsed.data, name: called.data }, new Date(), DOER),
  )
  console.log(`Bearer token (shown once):  ${token}`)
  console.log(`Sign-in link (once, 7 days): ${address()}/sign-in?code=${code}`)
}

function address(): string {
  const { PUBLIC_URL, HOST, PORT } = process.env
  return PUBLIC_URL ? new URL(PUBLIC_URL).origin : `http://${HOST || '127.0.0.1'}:${PORT || '3000'}`
}
