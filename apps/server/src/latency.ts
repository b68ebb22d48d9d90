/** A latency histogram that costs a comparison or two an observation, read out in the form that prom-client prints. */
import type { Histogram, Registry } from 'prom-client'

/** Upper bounds in seconds. Half of the edits of a good day lie below a millisecond; above 5 s something is broken. */
const BOUNDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Gives the function that takes one observation, in seconds. */
export function registerLatency(registry: Registry, name: string, help: string): (seconds: number) => void {
  const counts = new Float64Array(BOUNDS.length + 1)
  let sum = 0
  const values = (): object[] => {
    let total = 0
    const buckets = Array.from(counts, (count, at) => {
      total += count
      return { metricName: `${name}_bucket`, labels: { le: BOUNDS[at] ?? '+Inf' }, value: total }
    })
    const summed = { metricName: `${name}_sum`, labels: {}, value: sum }
    return [...buckets, summed, { metricName: `${name}_count`, labels: {}, value: total }]
  }
  const get = async (): Promise<object> => ({ name, help, type: 'histogram', aggregator: 'sum', values: values() })
  // A registry asks a metric for its name and `get`, nothing else; its own Histogram costs ten times as much a call.
  registry.registerMetric({ name, help, type: 'histogram', get } as unknown as Histogram)
  return (seconds) => {
    let at = 0
    while (at < BOUNDS.length && seconds > (BOUNDS[at] ?? Infinity)) at++
    counts[at] = (counts[at] ?? 0) + 1
    sum += seconds
  }
}
