import { z } from 'zod';
import { appRouter } from '../router.ts';
import { callableProcedures, type Definition } from './callableProcedures.ts';

/** One procedure as a REST operation. */
export interface RestRoute {
  /** The procedure's path, such as `payments.cancel`. */
  procedure: string;
  definition: Definition;
  type: 'query' | 'mutation';
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, in the notation of OpenAPI: `/payments/{id}/cancel`. */
  path: string;
  /** The field of the input that stands in the address. */
  pathField: string | null;
}

/**
 * What does not follow the convention of `addressOf`: postings are resources of their own, and what belongs to one user
 * stands below that user.
 */
export const EXCEPTIONS: Readonly<Record<string, `${RestRoute['method']} /${string}`>> = {
  'balances.at': 'GET /balances/{userId}/at',
  'transactions.charge': 'POST /charges',
  'transactions.refund': 'POST /refunds',
  'transactions.bonus': 'POST /bonuses',
  'transactions.fee': 'POST /fees',
  'users.upsert': 'POST /users',
  'users.getByExternalId': 'GET /users/by-external-id',
  'users.token': 'POST /users/{userId}/tokens',
  'users.revokeTokens': 'DELETE /users/{userId}/tokens',
  'system.session': 'GET /session',
};

/** Every procedure that an API key or a user token can call, as a REST operation. */
export function restRoutes(): RestRoute[] {
  return callableProcedures(appRouter).map(([procedure, definition]) => {
    const { type } = definition;
    if (type === 'subscription') throw new Error(`${procedure} is a subscription, which REST does not have`);
    const [method = '', path = ''] = (
      EXCEPTIONS[procedure] ?? addressOf(procedure, type, hasId(definition))
    ).split(' ');
    return {
      procedure,
      definition,
      type,
      method: method as RestRoute['method'],
      path,
      pathField: /\{(\w+)\}/.exec(path)?.[1] ?? null,
    };
  });
}

/**
 * The convention. Resources are plural; `list` and `get` are GET, `getMany` is GET of `batch`, `create` is POST. Any
 * other procedure is named at the end, behind the id if it takes one: a query is GET, a mutation POST.
 */
function addressOf(procedure: string, type: 'query' | 'mutation', takesId: boolean): string {
  const [resource = '', name = ''] = procedure.split('.').map(kebab);
  switch (name) {
    case 'list':
      return `GET /${resource}`;
    case 'get':
      return `GET /${resource}/{id}`;
    case 'get-many':
      return `GET /${resource}/batch`;
    case 'create':
      return `POST /${resource}`;
    default:
      return `${type === 'query' ? 'GET' : 'POST'} /${resource}/${takesId ? '{id}/' : ''}${name}`;
  }
}

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const hasId = ({ inputs }: Definition) => inputs.some((input) => 'id' in fieldsOf(input));

/** Whether the address says this already: the user's own id would name the user of the path a second time. */
export const isInPath = (field: string, pathField: string | null): boolean =>
  field === pathField || (pathField === 'userId' && field === 'userExternalId');

/** The fields of an input, also of an optional one. */
export function fieldsOf(input: unknown): Readonly<Record<string, z.ZodType>> {
  const schema = unwrapped(input);
  return schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {};
}

/** The schema inside what makes it optional. */
export function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap())
    : schema;
}
