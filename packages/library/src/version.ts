/** Which Briefboard this is. */
import { readFileSync } from 'node:fs'

const file = new URL('../../../package.json', import.meta.url)
/** Read once when the server is loaded; the file is part of every installation. */
export const VERSION: string = (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
