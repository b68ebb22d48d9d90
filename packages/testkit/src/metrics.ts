/** What a server counts, as a test reads it: its /metrics in Prometheus' text format. */

/** Sums the values of one metric, of those alone whose labels hold `label` if it is given, as `reason="gap"`; 0 if there is none. */
export type MetricOf = (name: string, label?: string) => number

/** @throws Error if the server does not show them */
export async function readMetrics(url: string): Promise<MetricOf> {
  const response = await fetch(new URL('/metrics', url))
  if (!response.ok) throw new Error(`/metrics answered ${response.status}.`)
  const lines = (await response.text()).split('\n')
  return (name, label = '') =>
    lines
      .map((line) => /^([a-zA-Z_:]+)(\{.*\})? (\S+)$/.exec(line))
      .filter((parts) => parts?.[1] === name && (parts[2] ?? '').includes(label))
      .reduce((sum, parts) => sum + Number(parts?.[3]), 0)
}
