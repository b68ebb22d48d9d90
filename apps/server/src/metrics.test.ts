/** What is counted is what is printed, in Prometheus' form; and counting costs next to nothing. */
import { expect, test } from 'vitest'
import { openMetrics } from './metrics.ts'

test('every event moves its number, and a second reading does not', async () => {
  const metrics = openMetrics()
  metrics.connectionOpened('board')
  metrics.connectionOpened('card')
  metrics.connectionClosed('card')
  metrics.roomOpened()
  metrics.appended(3, 0.0004)
  metrics.appended(1, 9)
  metrics.saved(0.02)
  metrics.refused('not-yours')
  metrics.resync('epoch')
  metrics.diverged()
  metrics.damaged(2)
  metrics.compacted(0.3, true)
  metrics.compacted(0.1, false)
  metrics.throttled('frames')
  metrics.observeBuffered(() => 4096)
  metrics.presenceFrames(5)
  metrics.framesSent(7, 700)
  const lines = (await metrics.text(), await metrics.text()).split('\n')
  const names = [
    'connections{kind="board"} 1',
    'connections{kind="card"} 0',
    'connections_opened_total{kind="card"} 1',
    'rooms 1',
    'updates_appended_total 4',
    'append_seconds_bucket{le="0.00025"} 0',
    'append_seconds_bucket{le="0.0005"} 1',
    'append_seconds_bucket{le="5"} 1',
    'append_seconds_bucket{le="+Inf"} 2',
    'append_seconds_sum 9.0004',
    'append_seconds_count 2',
    'saved_seconds_count 1',
    'refused_total{reason="not-yours"} 1',
    'resyncs_total{reason="epoch"} 1',
    'resyncs_total{reason="gap"} 0',
    'divergences_total 1',
    'damaged_entries_total 2',
    'compactions_total{result="ok"} 1',
    'compactions_total{result="failed"} 1',
    'throttled_total{what="frames"} 1',
    'buffered_bytes 4096',
    'presence_frames_sent_total 5',
    'frames_sent_total 7',
    'sent_bytes_total 700',
  ]
  for (const name of names) expect(lines).toContain(`briefboard_${name}`)
  expect(lines.filter((line) => line.startsWith('# TYPE briefboard_append_seconds'))).toEqual([
    '# TYPE briefboard_append_seconds histogram',
  ])
  expect(lines.join('\n')).toContain('process_resident_memory_bytes')
  expect(metrics.counts()).toEqual({ connections: 1, rooms: 1 })
})

test('S2: an observation costs less than a microsecond', () => {
  const { appended } = openMetrics()
  const times = 1_000_000
  const begun = performance.now()
  for (let at = 0; at < times; at++) appended(1, (at % 1000) / 1e5)
  expect((performance.now() - begun) / times).toBeLessThan(0.001)
})
