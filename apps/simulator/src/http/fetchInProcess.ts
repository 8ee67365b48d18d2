import type { FastifyInstance, InjectOptions } from 'fastify';

/**
 * `fetch` that passes its request directly to the app. A dropped connection or an aborted request rejects, as
 * with fetch.
 */
export const fetchInProcess =
  (app: FastifyInstance): typeof fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    const answer = app
      .inject({
        method: request.method as InjectOptions['method'],
        url: `${pathname}${search}`,
        headers: Object.fromEntries(request.headers),
        ...(body === '' ? {} : { payload: body }),
      } as InjectOptions)
      .catch((cause: unknown) => {
        throw new TypeError('fetch failed', { cause });
      });
    const { statusCode, headers, payload } = await Promise.race([answer, aborted(request.signal)]);
    return new Response(payload, {
      status: statusCode,
      headers: Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]),
    });
  };

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
