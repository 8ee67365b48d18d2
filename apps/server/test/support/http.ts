import { MAX_BATCH_CALLS, type ServiceScope, type StaffRole } from '@paydesk/types';
import type { FastifyInstance } from 'fastify';
import { afterAll } from 'vitest';
import { Browser, PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import { createStaff } from '../../src/signIn/createStaff.ts';
import { mintUserToken } from '../../src/auth/userTokens.ts';
import { createApp } from '../../src/http/createApp.ts';
import { appRouter } from '../../src/http/router.ts';
import { testDesk, testSettings, type TestDesk } from './testDesk.ts';

export { PUBLIC_URL };

/** Headers that say who is calling. */
export type Caller = Record<string, string>;

export const anonymousCaller: Caller = {};

export interface TrpcAnswer {
  status: number;
  headers: Record<string, unknown>;
  data: unknown;
  error: {
    message: string;
    data: {
      code: string;
      httpStatus: number;
      reason: string;
      details: unknown;
      zodError: { formErrors: string[]; fieldErrors: Record<string, string[]> } | null;
      path: string;
    };
  } | null;
}

/** A desk with its HTTP server, at `PUBLIC_URL`. */
export async function httpDesk(
  changes: Partial<TestDesk> = {},
): Promise<{ desk: TestDesk; app: FastifyInstance }> {
  const desk = { ...(await testDesk({ settings: testSettings({ PUBLIC_URL }) })), ...changes };
  const app = await createApp(desk);
  afterAll(async () => await app.close());
  return { desk, app };
}

let numbers = 0;

/** Signs a new member of staff in, as a browser does. */
export async function staffCaller(desk: TestDesk, role: StaffRole): Promise<Caller> {
  numbers += 1;
  const email = `${role}${numbers}@desk.test`;
  await createStaff(desk.knex, desk.auth, {
    email,
    name: `${role} ${numbers}`,
    role,
    password: 'a long enough password',
  });
  const browser = new Browser(desk.auth);
  const { status } = await browser.signIn(email, 'a long enough password');
  if (status !== 200) throw new Error(`could not sign in: ${status}`);
  return { cookie: browser.cookie, origin: PUBLIC_URL };
}

export async function appCaller(desk: TestDesk, scopes: readonly ServiceScope[]): Promise<Caller> {
  const { key } = await insertApiKey(desk.knex, { name: 'shop', scopes, createdByStaffId: null });
  return { authorization: `Bearer ${key}` };
}

export async function userCaller(desk: TestDesk, userId: string): Promise<Caller> {
  const { token } = await mintUserToken(desk.knex, { userId, mintedBy: { kind: 'system', id: null } });
  return { authorization: `Bearer ${token}` };
}

interface ProcedureFacts {
  type: 'query' | 'mutation' | 'subscription';
  meta?: { permission?: string };
  inputs: unknown[];
  output?: unknown;
}

/** Every procedure there is, by its path. */
export const procedures = new Map<string, ProcedureFacts>(
  Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: ProcedureFacts }>).map(
    ([path, procedure]) => [path, procedure._def],
  ),
);

/**
 * Every caller has an address of its own, so that the limit of requests for one address does not mix into
 * other tests.
 */
const addresses = new Map<Caller, string>();
export function addressOf(caller: Caller): string {
  if (!addresses.has(caller)) addresses.set(caller, `10.1.${addresses.size >> 8}.${addresses.size & 255}`);
  return addresses.get(caller) as string;
}

/** Calls one procedure over HTTP. */
export async function call(
  app: FastifyInstance,
  caller: Caller,
  path: string,
  input: unknown = {},
): Promise<TrpcAnswer> {
  const isQuery = procedures.get(path)?.type === 'query';
  const answer = await app.inject({
    method: isQuery ? 'GET' : 'POST',
    url: `/trpc/${path}${isQuery ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''}`,
    headers: caller,
    remoteAddress: addressOf(caller),
    ...(!isQuery && { payload: input as object }),
  });
  const body = answer.json<{ result?: { data: unknown }; error?: TrpcAnswer['error'] }>();
  return {
    status: answer.statusCode,
    headers: answer.headers,
    data: body.result?.data,
    error: body.error ?? null,
  };
}

/**
 * Calls many procedures of one type with the same input, in as few requests as the desk allows; answers each one's
 * error code, or OK.
 */
export async function callAll(
  app: FastifyInstance,
  caller: Caller,
  paths: readonly string[],
  input: unknown,
): Promise<Map<string, string>> {
  const codes = new Map<string, string>();
  for (let start = 0; start < paths.length; start += MAX_BATCH_CALLS)
    for (const [path, code] of await callBatch(
      app,
      caller,
      paths.slice(start, start + MAX_BATCH_CALLS),
      input,
    ))
      codes.set(path, code);
  return codes;
}

async function callBatch(
  app: FastifyInstance,
  caller: Caller,
  paths: readonly string[],
  input: unknown,
): Promise<[string, string][]> {
  const isQuery = procedures.get(paths[0] ?? '')?.type === 'query';
  const inputs = JSON.stringify(Object.fromEntries(paths.map((_path, index) => [index, input])));
  const answer = await app.inject({
    method: isQuery ? 'GET' : 'POST',
    url: `/trpc/${paths.join(',')}?batch=1${isQuery ? `&input=${encodeURIComponent(inputs)}` : ''}`,
    remoteAddress: addressOf(caller),
    headers: { ...caller, 'content-type': 'application/json' },
    ...(!isQuery && { payload: inputs }),
  });
  const results = answer.json<{ error?: { data: { code: string } } }[]>();
  return paths.map((path, index) => [path, results[index]?.error?.data.code ?? 'OK']);
}

/** The id of the change request that a call became. */
export function changeRequestIdOf({ error }: TrpcAnswer): string {
  if (error?.data.reason !== 'CHANGE_REQUESTED')
    throw new Error(`no change request: ${JSON.stringify(error)}`);
  return (error.data.details as { changeRequestId: string }).changeRequestId;
}
