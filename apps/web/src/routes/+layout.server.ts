/** Who is signed in, for every page. */
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals }) => ({ person: locals.services.person })
