import { ERROR_DESCRIPTIONS, type ErrorReason } from '@paydesk/types';
import { isLongRead } from '../../trpc/longReads.ts';
import { errorBody, statusOf } from '../sendError.ts';
import { OPERATION_TEXTS } from './operationTexts.ts';
import type { RestRoute } from './restRoutes.ts';

/** Reasons that every operation may answer. */
const ALWAYS: readonly ErrorReason[] = [
  'INVALID_INPUT',
  'UNAUTHENTICATED',
  'API_KEY_EXPIRED',
  'API_KEY_REVOKED',
  'PERMISSION_DENIED',
  'ADDRESS_NOT_ALLOWED',
  'RATE_LIMITED',
  'URL_TOO_LONG',
  'HEADERS_TOO_LARGE',
  'INTERNAL',
  'DATABASE_UNAVAILABLE',
];
const WITH_BODY: readonly ErrorReason[] = ['REQUEST_TIMEOUT', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];

/** Every reason with which an operation may refuse, in the order of `ERROR_DESCRIPTIONS`. */
export function reasonsOf(route: RestRoute, { takesKey }: { takesKey: boolean }): ErrorReason[] {
  const reasons = new Set<ErrorReason>([
    ...ALWAYS,
    ...(route.type === 'mutation' ? WITH_BODY : []),
    ...(route.pathField === null ? [] : (['NOT_FOUND'] as const)),
    ...(isLongRead(route.procedure) ? (['SEARCH_TOO_BROAD'] as const) : []),
    ...(takesKey ? (['IDEMPOTENCY_CONFLICT'] as const) : []),
    ...(OPERATION_TEXTS[route.procedure]?.reasons ?? []),
  ]);
  return (Object.keys(ERROR_DESCRIPTIONS) as ErrorReason[]).filter((reason) => reasons.has(reason));
}

/** Error responses by name: most operations share theirs. */
export type ErrorResponses = Map<string, object>;

/** The error responses of an operation by status, as references to `known`, which gains those that are new. */
export function errorResponses(
  reasons: readonly ErrorReason[],
  known: ErrorResponses,
): Record<string, { $ref: string }> {
  return Object.fromEntries(
    [...Map.groupBy(reasons, statusOf)].map(([status, all]) => {
      const name = all.map(pascal).join('Or');
      known.set(name, errorResponse(status, all));
      return [String(status), { $ref: `#/components/responses/${name}` }];
    }),
  );
}

const pascal = (reason: string) =>
  reason.toLowerCase().replaceAll(/(?:^|_)(\w)/g, (_match, letter: string) => letter.toUpperCase());

/** What each reason means, what to do, and how it looks. */
function errorResponse(status: number, reasons: readonly ErrorReason[]): object {
  return {
    description: reasons.map(describe).join('\n'),
    headers: errorHeaders(status),
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Error' },
        examples: Object.fromEntries(reasons.map((reason) => [reason, { value: exampleError(reason) }])),
      },
    },
  };
}

function describe(reason: ErrorReason): string {
  const { meaning, whatToDo } = ERROR_DESCRIPTIONS[reason];
  return `- \`${reason}\`: ${meaning} ${whatToDo}`;
}

function errorHeaders(status: number): Record<string, object> {
  const names = ['X-Request-Id', ...(status === 429 || status === 503 ? ['Retry-After'] : [])];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

const exampleError = (reason: ErrorReason) =>
  errorBody({ reason, message: ERROR_DESCRIPTIONS[reason].meaning });
