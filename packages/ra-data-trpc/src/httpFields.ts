import { isObject } from './listPage.ts';

/** What react-admin's forms, notifications and auth providers read from an error, beside its message. */
export interface HttpFields {
  /** The HTTP status; 0 when the server could not be reached. */
  status: number;
  body: {
    /** tRPC's code, such as `BAD_REQUEST`; null without an answer. */
    code: string | null;
    /** What is wrong with each input; react-admin's forms show it there. Absent when there is nothing. */
    errors?: Record<string, string>;
  };
}

/** A message of react-admin's own, which it translates. */
const INVALID_FORM = 'ra.message.invalid_form';

/** The same error with its HTTP status and the errors of its fields; one that has both stays as it is. */
export function withHttpFields<Failure extends Error>(error: Failure): Failure & HttpFields {
  if (hasHttpFields(error)) return error;
  const data = 'data' in error && isObject(error.data) ? error.data : {};
  const listed = data.zodError ?? data.issues ?? issuesIn(error.message);
  const errors = fieldErrorsOf(listed);
  const hasErrors = Object.keys(errors).length > 0;
  return Object.assign(error, {
    ...(hasErrors && issuesIn(error.message) !== null && { message: INVALID_FORM }),
    status: typeof data.httpStatus === 'number' ? data.httpStatus : 0,
    body: { code: typeof data.code === 'string' ? data.code : null, ...(hasErrors && { errors }) },
  });
}

/**
 * The first message about each field, by its path (`author.name`, `tags.0`). Reads all forms of a zod error: its
 * issues, flattened, formatted and as a tree.
 */
export function fieldErrorsOf(zodError: unknown): Record<string, string> {
  if (Array.isArray(zodError)) return fromIssues(zodError);
  if (!isObject(zodError)) return {};
  if (Array.isArray(zodError.issues)) return fromIssues(zodError.issues);
  const found = isObject(zodError.fieldErrors)
    ? Object.entries(zodError.fieldErrors).map(([path, messages]) => [path, firstOf(messages)] as const)
    : [...fromTree(zodError, '')];
  return withoutRepeats(found);
}

function fromIssues(issues: readonly unknown[]): Record<string, string> {
  return withoutRepeats(
    issues.filter(isObject).map(({ path, message }) => {
      const place = Array.isArray(path) ? path.map(String).join('.') : '';
      return [place, firstOf(message)] as const;
    }),
  );
}

/** Of `z.treeifyError` (`errors`, `properties`, `items`) and of `z.formatError` (`_errors`). */
function* fromTree(node: unknown, path: string): Generator<readonly [string, string]> {
  if (!isObject(node)) return;
  const isFormatted = '_errors' in node;
  yield [path, firstOf(isFormatted ? node._errors : node.errors)];
  const { _errors, ...formatted } = node;
  const inner = isFormatted ? formatted : { ...childrenOf(node.properties), ...childrenOf(node.items) };
  for (const [name, child] of Object.entries(inner))
    yield* fromTree(child, path === '' ? name : `${path}.${name}`);
}

const childrenOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

function firstOf(messages: unknown): string {
  const first: unknown = Array.isArray(messages) ? messages[0] : messages;
  return typeof first === 'string' ? first : '';
}

/** What is wrong with the input as a whole has no path, and no place in a form. */
function withoutRepeats(found: readonly (readonly [string, string])[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [path, message] of found)
    if (path !== '' && message !== '' && !Object.hasOwn(errors, path)) errors[path] = message;
  return errors;
}

/** Without an error formatter, tRPC's message about an invalid input is the list of zod's issues in JSON. */
function issuesIn(message: string): unknown[] | null {
  if (!message.startsWith('[')) return null;
  try {
    const issues: unknown = JSON.parse(message);
    return Array.isArray(issues) ? issues : null;
  } catch {
    return null;
  }
}

const hasHttpFields = <Failure extends Error>(error: Failure): error is Failure & HttpFields =>
  'status' in error && typeof error.status === 'number' && 'body' in error;
