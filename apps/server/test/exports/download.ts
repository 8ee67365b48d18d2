import { expect, vi } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { addressOf, call, type Caller } from '../support/http.ts';

export interface Created {
  id: string;
  url: string;
  status: string;
}

/** Asks for an export as the admin app does. */
export async function askFor(app: FastifyInstance, caller: Caller, input: object): Promise<Created> {
  const { data, error } = await call(app, caller, 'exports.create', { format: 'jsonl', ...input });
  expect(error).toBeNull();
  return data as Created;
}

/** Follows the address of the download, as a link of the app does. */
export async function follow(app: FastifyInstance, caller: Caller, url: string, headers: object = {}) {
  const { origin: _origin, ...cookies } = caller;
  return await app.inject({
    url,
    headers: { ...cookies, 'sec-fetch-site': 'same-origin', ...headers },
    remoteAddress: addressOf(caller),
  });
}

/** The whole file of an export. */
export async function download(app: FastifyInstance, caller: Caller, input: object) {
  const created = await askFor(app, caller, input);
  const answer = await follow(app, caller, created.url);
  expect(answer.statusCode).toBe(200);
  // The end is recorded when the last byte was handed over.
  await vi.waitFor(async () =>
    expect((await call(app, caller, 'exports.get', { id: created.id })).data).toMatchObject({
      status: 'done',
    }),
  );
  return { ...created, answer };
}

/** The rows of an export in JSON lines. */
export async function rowsOf(
  app: FastifyInstance,
  caller: Caller,
  input: object,
): Promise<Record<string, unknown>[]> {
  const { answer } = await download(app, caller, { ...input, format: 'jsonl' });
  return answer.body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
