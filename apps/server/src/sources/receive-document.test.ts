/** A document that comes with a form: whatever keeps it from coming whole is told, and nothing waits for it for ever. */
import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { receiveDocument } from './receive-document.ts'

const HEAD = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
const END = '\r\n--b--\r\n'
const NEVER = new AbortController().signal

/** All that is asked of a request here is its headers and its bytes. */
function requestOf(): PassThrough & IncomingMessage {
  const headers = { 'content-type': 'multipart/form-data; boundary=b' }
  return Object.assign(new PassThrough(), { headers }) as unknown as PassThrough & IncomingMessage
}

test('a document that trickles in is refused when its time is over, and read no further', async () => {
  const request = requestOf()
  request.write(`${HEAD}Some text.`)
  const receiving = receiveDocument(request, { fileBytes: 1000, arrivesWithinMs: 20 }, NEVER)
  await expect(receiving).rejects.toMatchObject({ code: 'upload-too-slow', status: 408 })
  request.write(' More of it.')
  expect(request.readableFlowing).toBe(false)
})

test('a document of just the limit is taken, one of a byte more is not', async () => {
  const limits = { fileBytes: 10, arrivesWithinMs: 60_000 }
  const [fits, exceeds] = [requestOf(), requestOf()]
  fits.end(`${HEAD}0123456789${END}`)
  exceeds.end(`${HEAD}0123456789a${END}`)
  expect(await receiveDocument(fits, limits, NEVER)).toMatchObject({ file: { name: 'a.txt', bytes: 10 } })
  await expect(receiveDocument(exceeds, limits, NEVER)).rejects.toMatchObject({ code: 'too-large' })
})
