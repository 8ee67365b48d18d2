import { createPaydeskClient, type PaydeskClient } from './createPaydeskClient.ts';

export interface SeenRequest {
  method: string;
  path: string;
  authorization: string | null;
  input: unknown;
}

/** The fake desk's answer to one request. */
export type Answer = Response | Error | 'hang';

interface Response {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** A client whose `fetch` returns these answers, one after another; the last one is repeated. */
export function fakeDesk(
  answers: Answer[],
  options: { timeoutMs?: number; retries?: number } = {},
): { client: PaydeskClient; seen: SeenRequest[] } {
  const seen: SeenRequest[] = [];
  const send: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const text = typeof init?.body === 'string' ? init.body : url.searchParams.get('input');
    const authorization = new Headers(init?.headers).get('authorization');
    seen.push({
      method: init?.method ?? 'GET',
      path: url.pathname,
      authorization,
      input: text === null ? null : JSON.parse(text),
    });
    const answer = answers[Math.min(seen.length, answers.length) - 1];
    if (answer === undefined || answer === 'hang') return await untilAborted(init?.signal);
    if (answer instanceof Error) throw answer;
    return new globalThis.Response(JSON.stringify(answer.body), {
      status: answer.status ?? 200,
      headers: { 'content-type': 'application/json', ...answer.headers },
    });
  };
  return {
    client: createPaydeskClient({ url: 'http://desk.test/', apiKey: 'pk_test', fetch: send, ...options }),
    seen,
  };
}

async function untilAborted(signal: AbortSignal | null | undefined): Promise<never> {
  return await new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** A result as the desk sends it. */
export const good = (data: unknown): Response => ({ body: { result: { data } } });

/** An error as the desk sends it. */
export function refusal(
  reason: string,
  code: string,
  httpStatus: number,
  more: { details?: unknown; zodError?: unknown } = {},
): Response {
  const data = { code, httpStatus, path: 'x', reason, details: null, zodError: null, ...more };
  return { status: httpStatus, body: { error: { message: `refused: ${reason}`, code: -32000, data } } };
}

/** The same for a query, which is sent in a batch. */
export const batched = (answer: Answer): Answer =>
  answer instanceof Error || answer === 'hang' ? answer : { ...answer, body: [answer.body] };
