/** Sends a form with a file in it and tells how much of it has gone, which `fetch` cannot do. */
import type { Problem } from '@briefboard/protocol'
import { Failed } from './request.ts'

/** A problem document as the server sent it, with the members that this kind of problem has besides. */
export class RefusedUpload extends Failed {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title, problem.status, problem.detail)
    this.problem = problem
  }
}

interface Going {
  signal: AbortSignal
  /** 0 to 1; 1 once the server has all of it and works. */
  onsent: (share: number) => void
}

/** Gives the answer's body. @throws Failed, or what `signal` gives as its reason */
export function upload(path: string, form: FormData, { signal, onsent }: Going): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const request = new XMLHttpRequest()
  const stop = (): void => {
    request.abort()
    reject(signal.reason instanceof Error ? signal.reason : new DOMException('Stopped', 'AbortError'))
  }
  request.open('POST', path)
  request.responseType = 'text'
  request.setRequestHeader('accept', 'application/json')
  request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
    if (lengthComputable && total > 0) onsent(loaded / total)
  }
  request.upload.onload = () => onsent(1)
  request.onload = () => {
    const answer = parsed(request.responseText)
    if (request.status >= 200 && request.status < 300) resolve(answer)
    else reject(failureOf(request.status, answer))
  }
  request.onerror = () =>
    reject(new Failed('The document did not reach the server.', 0, 'Look at your connection and bring it again.'))
  if (signal.aborted) stop()
  else {
    signal.addEventListener('abort', stop, { once: true })
    request.send(form)
  }
  return promise.finally(() => signal.removeEventListener('abort', stop))
}

function failureOf(status: number, answer: unknown): Failed {
  if (isProblem(answer)) return new RefusedUpload(answer)
  return new Failed('The server could not take the document.', status, `It answered with status ${status}.`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Something between here and the server answered in its own words; the status says the rest.
    return null
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'title' in value && 'code' in value && 'status' in value
}
