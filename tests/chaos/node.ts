/** One server of a chaotic world: killed and started again on its port, with the unexplained words of all its lives. */
import { startServer, type ServerProcess } from '@briefboard/testkit'

export interface Node {
  readonly url: string
  readonly isUp: boolean
  kill(): Promise<void>
  start(): Promise<void>
  /** All that it has printed in all its lives. */
  output(): string
}

/** `settings` without PORT: the first start takes any, the later ones the same. */
export async function startNode(settings: Record<string, string>): Promise<Node> {
  let server: ServerProcess | null = await startServer({ ...settings, PORT: '0' })
  const { url } = server
  let past = ''
  return {
    url,
    get isUp() {
      return server !== null
    },
    async kill() {
      const ending = server
      server = null
      await ending?.kill('SIGKILL')
      past += `${ending?.output() ?? ''}\n`
    },
    async start() {
      server ??= await startServer({ ...settings, PORT: new URL(url).port })
    },
    output: () => past + (server?.output() ?? ''),
  }
}
