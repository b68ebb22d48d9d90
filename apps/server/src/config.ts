/** The server's settings. The only place that reads the environment: a frozen Config, or every problem at once. */
import { resolve } from 'node:path'
import { parseRedisUrl } from '@briefboard/store'
import { z } from 'zod'

export interface Config {
  host: string
  /** 0: any free port. */
  port: number
  /** Absolute folder of the embedded store; not used with Redis, but for nothing else either. */
  dataDir: string
  redisUrl: string | null
  /** The address that people open; null: the one that the server listens on. */
  publicUrl: URL | null
}

/** Each problem names its variable, what it holds and what it may hold. */
export class ConfigError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`The settings do not work:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65_535

function isRedisUrl(text: string): boolean {
  try {
    return parseRedisUrl(text).hosts.length > 0
  } catch {
    // What it says of the form is said below, with the variable's name.
    return false
  }
}

const Settings = z.object({
  HOST: z.string().min(1, 'may not be empty; leave it out for 127.0.0.1').default('127.0.0.1'),
  PORT: z.string().refine(isPort, 'is no port; it may be 0 to 65535').default('3000').transform(Number),
  DATA_DIR: z.string().min(1, 'may not be empty; leave it out for ./data').default('./data'),
  REDIS_URL: z
    .string()
    .refine(
      isRedisUrl,
      'is no Redis address; write redis://host:6379, or redis-cluster://host:6379,host:6379 for a cluster',
    )
    .optional(),
  PUBLIC_URL: z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'is no http or https address')
    .refine(
      (text) => !URL.canParse(text) || new URL(text).pathname === '/',
      'may not have a path; Briefboard is served at the root',
    )
    .transform((text) => new URL(text))
    .optional(),
})

export const VARIABLES = Object.keys(Settings.shape)

/** An empty value counts as left out. @throws ConfigError */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    VARIABLES.flatMap((name) => (env[name] === undefined || env[name] === '' ? [] : [[name, env[name]]])),
  )
  const parsed = Settings.safeParse(given)
  if (!parsed.success)
    throw new ConfigError(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}=${String(given[String(path[0])])} ${message}.`),
    )
  const { HOST, PORT, DATA_DIR, REDIS_URL, PUBLIC_URL } = parsed.data
  return Object.freeze({
    host: HOST,
    port: PORT,
    dataDir: resolve(DATA_DIR),
    redisUrl: REDIS_URL ?? null,
    publicUrl: PUBLIC_URL ?? null,
  })
}
