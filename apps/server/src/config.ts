/** The server's settings. The only place that reads the environment: a frozen Config, or every problem at once. */
import { resolve } from 'node:path'
import { USUAL_DOCUMENT_MEMORY } from '@briefboard/library'
import { parseRedisUrl } from '@briefboard/store'
import { z } from 'zod'

/** What one client, person or document may use; what is beyond is refused by name. (S12) */
export interface Limits {
  /** Of one edit, in bytes; a connection that sends four times as much in one message is closed. */
  editBytes: number
  /** Of one document as it is stored, in bytes. */
  documentBytes: number
  /** Of one document while it is open, in bytes of memory as the server estimates them. */
  documentMemory: number
  /** Documents that one person may have open at once; 0: any number. */
  roomsPerPerson: number
  /** Connections to documents that one person may have at once; 0: any number. */
  connectionsPerPerson: number
  /** Of one connection; more of them wait. 0: any number. */
  updatesPerSecond: number
  /** Milliseconds of this process's time that one person may take a second; what is more waits. 0: any. */
  workPerPerson: number
}

export interface Config {
  host: string
  /** 0: any free port. */
  port: number
  /** Absolute folder of the embedded store; not used with Redis, but for nothing else either. */
  dataDir: string
  redisUrl: string | null
  /** How many replicas of Redis must have a write before it counts as saved; null: as the store sees fit. */
  redisReplicas: number | null
  /** The address that people open; null: the one that the server listens on. */
  publicUrl: URL | null
  limits: Limits
  /** A room without clients is closed after this time. (S13) */
  idleRoomMs: number
  /** A room's log becomes a snapshot when so many entries lie behind the last one, and the room is quiet. (S7) */
  compactAfter: number
  /** What a reader of /metrics must show; null: only programs on this machine may read them. */
  metricsToken: string | null
}

/** Each problem names its variable, what it holds and what it may hold. */
export class ConfigError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`The settings do not work:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

const KIB = 1024
const MIB = 1024 * KIB
/** An upper bound that is only there so that a slip of the keyboard is seen. */
const MOST_BYTES = 1024 * MIB

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65_535

function wholeNumber(least: number, most: number) {
  return z
    .string()
    .refine(
      (text) => /^\d{1,12}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `does not work; it is a whole number from ${least} to ${most}`,
    )
}

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
  REDIS_REPLICAS: wholeNumber(0, 100).transform(Number).optional(),
  PUBLIC_URL: z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'is no http or https address')
    .refine(
      (text) => !URL.canParse(text) || new URL(text).pathname === '/',
      'may not have a path; Briefboard is served at the root',
    )
    .transform((text) => new URL(text))
    .optional(),
  MAX_EDIT_BYTES: wholeNumber(64 * KIB, MOST_BYTES)
    .default(`${MIB}`)
    .transform(Number),
  MAX_DOCUMENT_BYTES: wholeNumber(64 * KIB, MOST_BYTES)
    .default(`${32 * MIB}`)
    .transform(Number),
  MAX_DOCUMENT_MEMORY: wholeNumber(4 * MIB, 64 * MOST_BYTES)
    .default(`${USUAL_DOCUMENT_MEMORY}`)
    .transform(Number),
  MAX_ROOMS_PER_PERSON: wholeNumber(0, 100_000).default('20').transform(Number),
  MAX_CONNECTIONS_PER_PERSON: wholeNumber(0, 100_000).default('250').transform(Number),
  MAX_UPDATES_PER_SECOND: wholeNumber(0, 1_000_000).default('200').transform(Number),
  MAX_WORK_PER_PERSON: wholeNumber(0, 1000).default('50').transform(Number),
  IDLE_ROOM_SECONDS: wholeNumber(0, 24 * 60 * 60)
    .default('60')
    .transform(Number),
  COMPACT_AFTER_ENTRIES: wholeNumber(1, 1_000_000).default('2000').transform(Number),
  METRICS_TOKEN: z
    .string()
    .regex(
      /^[\x21-\x7e]{16,}$/,
      'is too weak; it needs 16 characters or more, no spaces, such as openssl rand -hex 24 gives',
    )
    .optional(),
})

export const VARIABLES = Object.keys(Settings.shape)

/** Their values are never shown. */
const SECRETS = ['METRICS_TOKEN']

/** An empty value counts as left out. @throws ConfigError */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    VARIABLES.flatMap((name) => (env[name] === undefined || env[name] === '' ? [] : [[name, env[name]]])),
  )
  const parsed = Settings.safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(({ path, message }) => told(given, path, message)))
  const { HOST, PORT, DATA_DIR, REDIS_URL, PUBLIC_URL } = parsed.data
  return Object.freeze({
    host: HOST,
    port: PORT,
    dataDir: resolve(DATA_DIR),
    redisUrl: REDIS_URL ?? null,
    redisReplicas: parsed.data.REDIS_REPLICAS ?? null,
    publicUrl: PUBLIC_URL ?? null,
    limits: limitsFrom(parsed.data),
    idleRoomMs: parsed.data.IDLE_ROOM_SECONDS * 1000,
    compactAfter: parsed.data.COMPACT_AFTER_ENTRIES,
    metricsToken: parsed.data.METRICS_TOKEN ?? null,
  })
}

function told(given: Record<string, string | undefined>, path: PropertyKey[], message: string): string {
  const name = String(path[0])
  return SECRETS.includes(name) ? `${name} ${message}.` : `${name}=${given[name]} ${message}.`
}

function limitsFrom(settings: z.infer<typeof Settings>): Readonly<Limits> {
  const { MAX_EDIT_BYTES: editBytes, MAX_DOCUMENT_BYTES: documentBytes } = settings
  if (documentBytes < editBytes)
    throw new ConfigError([
      `MAX_DOCUMENT_BYTES=${documentBytes} is less than MAX_EDIT_BYTES=${editBytes}; a document must hold one edit.`,
    ])
  return Object.freeze({
    ...{ editBytes, documentBytes, documentMemory: settings.MAX_DOCUMENT_MEMORY },
    roomsPerPerson: settings.MAX_ROOMS_PER_PERSON,
    connectionsPerPerson: settings.MAX_CONNECTIONS_PER_PERSON,
    updatesPerSecond: settings.MAX_UPDATES_PER_SECOND,
    workPerPerson: settings.MAX_WORK_PER_PERSON,
  })
}
