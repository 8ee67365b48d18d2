import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** What the fake desk was asked, in order. */
export interface Seen {
  method: string;
  path: string;
  authorization: string | undefined;
}

/**
 * A server that answers like a desk, as far as the tests call it: tRPC's envelopes, the desk's errors, request ids, and
 * CORS for one origin without credentials.
 */
export async function startFakeDesk({ allowedOrigin }: { allowedOrigin?: string } = {}): Promise<{
  url: string;
  seen: Seen[];
}> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://desk');
    const { authorization, origin } = request.headers;
    seen.push({ method: request.method ?? '', path: url.pathname, authorization });
    response.setHeader('x-request-id', `req-${seen.length}`);
    if (origin !== undefined && origin === allowedOrigin) allow(response, origin);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    void readBody(request).then((body) => {
      const paths = url.pathname.replace('/trpc/', '').split(',');
      const inputs = JSON.parse(url.searchParams.get('input') ?? (body === '' ? '{}' : body)) as object;
      const isBatch = url.searchParams.has('batch');
      const answers = paths.map((path, i) =>
        answer(path, (isBatch ? (inputs as Record<number, object>)[i] : inputs) ?? {}, authorization ?? ''),
      );
      const [first] = answers;
      response.writeHead(first && 'error' in first ? first.error.data.httpStatus : 200, {
        'content-type': 'application/json',
      });
      response.end(JSON.stringify(isBatch ? answers : first));
    });
    return response;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function allow(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-headers', 'authorization, content-type, idempotency-key');
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-expose-headers', 'X-Request-Id, Retry-After');
  response.setHeader('vary', 'Origin');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function answer(path: string, input: object, authorization: string) {
  const data = (value: unknown) => ({ result: { data: value } });
  if (!/^Bearer (pk|ut)_/.test(authorization)) return refusal('UNAUTHENTICATED', 'UNAUTHORIZED', 401);
  const { cursor, after } = input as { cursor?: string; after?: string };
  switch (path) {
    case 'payments.list':
      return data({
        data: cursor === undefined ? [{ id: 'p1' }, { id: 'p2' }] : [{ id: 'p3' }],
        pageInfo: { hasNextPage: cursor === undefined, hasPreviousPage: cursor !== undefined },
        ...(cursor === undefined ? { nextCursor: 'c2' } : {}),
      });
    case 'payments.create':
      return data({ id: 'p4', ...input });
    case 'events.list':
      return data({
        data:
          after === undefined
            ? [{ id: 'e1', type: 'payment.created' }]
            : [{ id: 'e2', type: 'payment.credited' }],
        nextCursor: after === undefined ? '1' : '2',
        hasMore: after === undefined,
      });
    default:
      return refusal('INSUFFICIENT_FUNDS', 'UNPROCESSABLE_CONTENT', 422);
  }
}

function refusal(reason: string, code: string, httpStatus: number) {
  const data = { code, httpStatus, path: 'x', reason, details: { availableUsd: '1.00' }, zodError: null };
  return { error: { message: `refused: ${reason}`, code: -32000, data } };
}
