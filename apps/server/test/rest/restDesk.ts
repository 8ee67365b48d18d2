import { SERVICE_SCOPES } from '@paydesk/types';
import type { FastifyInstance } from 'fastify';
import { type RestRoute, restRoutes } from '../../src/http/rest/restRoutes.ts';
import { addressOf, appCaller, type Caller, httpDesk, userCaller } from '../support/http.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';

interface RestError {
  message: string;
  code: number;
  data: {
    code: string;
    httpStatus: number;
    reason: string;
    details: unknown;
    zodError: { formErrors: string[]; fieldErrors: Record<string, string[]> } | null;
  };
}

export interface RestAnswer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
  data: unknown;
  error: RestError | null;
}

export const routes = restRoutes();

const MISSING_ID = '01989d7e-2c5a-7c3e-9f4b-3a1d5e8c7b60';

/** The address of a route with this in the place of its id. */
export const addressWith = ({ path }: RestRoute, id = MISSING_ID): string =>
  `/api/v1${path.replace(/\{\w+\}/, id)}`;

/** A desk with currencies, a user, an app that may do everything and a token of the user. */
export async function restDesk() {
  const { desk, app } = await httpDesk();
  await offerCurrencies(desk);
  const user = await newUser(desk);
  return {
    desk,
    app,
    user,
    shop: await appCaller(desk, SERVICE_SCOPES),
    token: await userCaller(desk, user.id),
  };
}

/** Sends one request to the REST API. */
export async function send(
  app: FastifyInstance,
  caller: Caller,
  request: `${string} ${string}`,
  body?: unknown,
): Promise<RestAnswer> {
  const [method = '', url = ''] = request.split(' ');
  const answer = await app.inject({
    method: method as 'GET',
    url: url.startsWith('/api/') ? url : `/api/v1${url}`,
    headers: { ...caller, ...(body !== undefined && { 'content-type': 'application/json' }) },
    remoteAddress: addressOf(caller),
    ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const json: unknown = answer.body === '' ? null : answer.json();
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: answer.body,
    data: json,
    error: (json as { error?: RestError } | null)?.error ?? null,
  };
}
